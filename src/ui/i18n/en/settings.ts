import { formats } from '../formats.ts';

const { number, bytes } = formats.en;

export const settings = {
  title: 'Settings',
  appearance: 'Language and theme',
  language: 'Language',
  theme: 'Theme',
  dark: 'Dark, for the reading room',
  light: 'Light',
  hand: 'Mouse and machine',
  invertDrag: 'Invert vertical drag',
  invertDragHint: 'Dragging up darkens instead of brightens.',
  workers: 'Images worked on at the same time',
  workersHint: (cores: number) =>
    `This machine has ${number(cores)} processor threads. More is faster and takes more memory.`,
  storage: 'Storage',
  storageText: 'Your work is in this browser, on this machine, and nowhere else.',
  kept: 'The browser has promised to keep it.',
  notKept: 'The browser may clear it when the disk runs low.',
  used: (used: number, available: number) => `${bytes(used)} used of ${bytes(available)}`,
  space: 'Space used',
  unknown: 'This browser does not tell how much is used.',
  purge: 'Delete everything on this machine',
  purgeText:
    'Deletes all images, labels, packages, definitions and the centre’s key. Pseudonyms can then no longer be linked to patients. Packages you have exported are not touched.',
  purgeConfirm: 'There is no way back. Export what you need first.',
  purgeGo: 'Delete everything',
  purgeCancel: 'Keep it',
  keys: 'Keys',
  keysText: 'The keys that work now, by place, are listed in the help.',
  keysGo: 'Show the keys',
  about: 'About',
  version: 'Version',
  licence: 'Licence',
  licenceText: 'Apache License 2.0. Free to use, study, change and share.',
  licences: 'Built with',
  offlineReady: 'Works offline',
  offlineReadyYes: 'yes: all of it is stored in this browser',
  offlineReadyNo: 'not yet: it is being fetched',
  lookForUpdate: 'Look for an update',
  upToDate: 'This is the newest version that could be reached.',
  notMedicalDevice:
    'Negatoscope prepares and scores research data. It is not a medical device and not for diagnosis.',
};
