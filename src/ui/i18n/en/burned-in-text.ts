import { formats } from '../formats.ts';

const { count } = formats.en;

export const burnedInText = {
  title: 'Written text in the picture',
  looking: 'Looking for text',
  none: 'Nothing looks like written text',
  notLooked: 'The picture could not be looked at',
  point: (n: number | null) =>
    n === null ? 'Text: still being looked for' : `Text: ${count(n, 'place', 'places')} to answer for`,
  flag: (n: number) => `Text ${n}`,
  readFlag: (n: number, attribute: string) => `Text ${n}: reads like the source’s ${attribute}`,
  state: { open: 'open', black: 'black', 'no-identity': 'names nobody' },
  by: (name: string, when: string) => `${name}, ${when}`,
  blackOut: 'Black out',
  blackOutAll: 'Black out all',
  noIdentity: 'Names nobody',
  mustBeBlack: 'Only black answers this one',
  rectangle: 'Black out a rectangle',
  outline: 'Black out an outline',
  firstCorner: 'Click two opposite corners',
  secondCorner: 'Click the opposite corner',
  drawing: (n: number) => `Click the corners: ${n} so far`,
  close: 'Close the outline',
  cancel: 'Cancel',
  blackouts: (n: number) => count(n, 'blackout', 'blackouts'),
  blackout: (n: number) => `Blackout ${n}`,
  remove: 'Remove',
  byNumbers: 'By numbers',
  left: 'First column',
  top: 'First row',
  right: 'Last column',
  bottom: 'Last row',
  keys: {
    next: 'Next place that looks like text',
    blackOut: 'Black out the place',
    noIdentity: 'The place names nobody',
  },
  table: 'Black out every place that looks like text',
  read: {
    title: 'Reading',
    act: 'Read the text',
    again: 'Read again',
    waiting: 'To be read',
    running: 'Reading',
    loading: 'Loading the reader, once',
    cancel: 'Stop',
    outcome: {
      'no-identifier': (words: number) =>
        `${count(words, 'word', 'words')} read, no identifier of the source among them`,
      identifier: 'An identifier of the source was read: open again at the desk',
      unreadable: 'There may be text, but none could be read. Look for yourself',
      'no-text': 'Nothing to read',
    },
    failed: 'The text could not be read',
    progress: (done: number, total: number) => `Read ${done} of ${total}`,
  },
};
