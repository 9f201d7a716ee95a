import { formats } from '../formats.ts';

const { count } = formats.en;

export const maskFiles = {
  title: 'Masks by their names',
  lead: 'NIfTI, PNG or DICOM SEG, for many images at once. A file is matched by the exam’s pseudonym or the name of the image’s file in its own name, a DICOM SEG by the images it refers to. Every mask waits for your eye at the desk.',
  files: 'Mask files',
  folder: 'Folder of mask files',
  job: 'Attaching masks',
  attached: (images: number) => `${count(images, 'mask', 'masks')} attached.`,
  refused: (files: number) => `${count(files, 'mask', 'masks')} not attached`,
};
