import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { bytes } = formats.en;

export const machine: FailureTexts<'machine'> = {
  'machine/storage-full': ({ needed }) =>
    text(
      needed === undefined
        ? 'There is no room left for this page’s data on the disk.'
        : `There is no room left on the disk: ${bytes(needed)} more are needed.`,
      'Nothing stored is lost. Free some disk space or export and delete finished work in the settings, then go on.',
    ),
  'machine/storage-unavailable': ({ cause }) =>
    text(
      `The browser’s storage can’t be used: ${cause}.`,
      'Leave private browsing, allow this site to store data, or reload the page.',
    ),
  'machine/worker-crashed': ({ cause }) =>
    text(
      `A background worker stopped: ${cause}.`,
      'It has been restarted. Try this file again; lower the number of workers in the settings if memory is short.',
    ),
  'machine/cancelled': () =>
    text('Cancelled.', 'What was done before is kept. Start again whenever you like.'),
  'machine/unexpected': ({ cause }) =>
    text(
      `Something unforeseen happened: ${cause}.`,
      'The rest goes on. Try again; if it comes back, report it.',
    ),
};
