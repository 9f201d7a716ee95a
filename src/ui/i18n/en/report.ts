import { formats } from '../formats.ts';

const { count, number } = formats.en;

export const report = {
  title: 'De-identification report',
  lead: 'What was done to each image, by which rule, and how it was proven. The package carries it as a page and as JSON.',
  making: 'Making the report',
  empty: 'No image yet. Import exams first.',
  toImport: 'Import exams',
  notCleared:
    'Nothing is cleared yet: this is how the images stand after import. Pixels are proven when they are cleared.',
  print: 'Print',
  asPage: 'Save as HTML',
  asJson: 'Save as JSON',
  again: 'Make it anew',
  failed: 'The report could not be made',
  unread: 'This package’s report cannot be read',
  imagesOf: 'Image by image',
  look: 'Before and after',
  lookAt: (image: string) => `Before and after: ${image}`,
  toReport: 'De-identification report',
  back: 'To the whole report',
  backToPackages: 'To the packages',
  ofPackage: (centre: string) => `De-identification of ${centre}`,
  imageTitle: (image: string) => `Image ${image}`,
  imageLead: 'Each attribute of the source, and what stands in its place in the file that leaves.',
  notFound: 'This image is not in the queue any more.',
  show: 'Show the values of the source',
  hide: 'Hide the values of the source',
  choose: 'Choose the source file',
  sessionValues:
    'The values come from the file of this session’s import. They are shown here alone and not stored.',
  keptValues:
    'Values of the source are never stored. Of this image only the line of the correspondence table is known (name, id, birth date, accession number, date); for the others, choose the source file again.',
  filter: 'Show',
  all: (n: number) => `all (${number(n)})`,
  search: 'Search an attribute',
  none: 'No attribute is like that.',
  table: 'Attributes, before and after',
  length: (bytes: number) => count(bytes, 'byte', 'bytes'),
  items: (n: number) => count(n, 'item', 'items'),
  places: (n: number) => `at ${count(n, 'place', 'places')}`,
  absent: 'absent',
  empty_: 'empty',
  binary: 'binary',
  pixels: 'Pixels',
  pixelsKept: 'Pixels are those of the source, byte for byte.',
  pixelsHidden: (n: number) =>
    `${count(n, 'pixel', 'pixels')} outside the mask set to 0; the others are those of the source.`,
  pixelsNotYet: 'Pixels are proven when the image is cleared.',
  clearingTitle: 'Changed at clearing',
  blocked: {
    title: 'Blocked by the proof',
    lead: 'These files were de-identified, but the result did not hold what it must. Nothing of them is stored, and nothing can make them pass as they are.',
    check: 'Check that failed',
    where: 'Attribute',
    pixels: 'the pixels',
    again: 'Import it again',
    leaveOut: 'Leave it out',
    save: 'Save the case, without the image',
    remedies: 'What can be done',
    remedy: {
      'second-path':
        'Import the file again: a read error of the disk looks like this. If it fails anew, save the case and report it; leave the image out meanwhile.',
      'dicom-parser':
        'Clear the image again. If dicom-parser and our reader differ anew, save the case and report it; leave the image out meanwhile.',
      profile:
        'Import the file again. If it fails anew, save the case and ask the organiser for an option that treats this attribute; leave the image out meanwhile.',
      echo: 'The text stands where the profile keeps one. Ask your archive for the exam without that text, or the organiser for an option that removes the attribute, then import it again; else leave the image out.',
      pixels:
        'Ask your archive for the exam uncompressed and without overlays, or draw the mask again; else leave the image out.',
    },
  },
};
