import { formats } from '../formats.ts';

const { count } = formats.en;

export const preparation = {
  title: 'Prepare the queue',
  lead: {
    sector:
      'Proposes the ultrasound field of every open image and looks for images that are alike. Nothing is accepted: each outline waits for your eye at the desk.',
    centroid:
      'Looks at every open image for those that are empty, blurred or alike. The crop centre follows from the mask.',
    click:
      'Looks at every open image for those that are empty, blurred or alike. The crop centre is left to you, unless you ask for the middle of each image.',
    none: 'Looks at every open image for those that are empty, blurred or alike.',
  },
  center: 'Place the crop in the middle where none is placed',
  act: (images: number) => `Prepare ${count(images, 'open image', 'open images')}`,
  nothing: 'Every open image is prepared.',
  job: 'Preparing the queue',
  done: (images: number) => `${count(images, 'image is', 'images are')} prepared.`,
  outlines: (images: number) => `${count(images, 'outline', 'outlines')} proposed, to be looked at`,
  centers: (images: number) => `${count(images, 'crop', 'crops')} placed in the middle, to be looked at`,
  notFound: (images: number) =>
    `${count(images, 'image', 'images')} without a field that is found: draw it at the desk`,
  withoutMask: (images: number) => `${count(images, 'image', 'images')} without a mask`,
  failed: (images: number) => `${count(images, 'image', 'images')} could not be prepared`,
  undo: 'Undo',
  undone: 'All of it is taken back.',
};
