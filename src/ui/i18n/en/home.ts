import { formats } from '../formats.ts';

const { number } = formats.en;

export const home = {
  title: 'A medical-imaging data challenge, from the exam to the ranking, in your browser',
  lead: 'De-identify, label, curate, score. No server, no account, nothing to install.',
  doors: 'Choose your part',
  contribute: 'Prepare your centre’s exams',
  contributeMore: 'Charter, import, de-identify, label, clear, export.',
  curate: 'From packages to datasets',
  curateMore: 'Merge centres, review, split, publish.',
  compete: 'Score yourself offline',
  competeMore: 'The official score, computed on your machine.',
  organise: 'Run a challenge',
  organiseMore: 'Define the question and the score, hold the round, rank the teams.',
  learn: 'Five minutes with synthetic exams',
  learnMore: 'What leaves, what stays, and what the law asks.',
  resume: 'Take up where you stopped',
  resumeAt: (done: number, total: number) => `${number(done)} of ${number(total)} images done`,
  resumeGo: 'Resume',
  tryTitle: 'See it work first',
  tryText:
    'One click loads synthetic exams of the challenge chosen at the top. No patient behind any of them.',
  tryGo: 'Try the demo',
  promise: 'What never leaves this machine',
  never:
    'Images, names, identifiers, labels and scores. Only a package that you export yourself, after clearing every image in it, ever exists outside this browser.',
  enforced: 'How that is enforced',
  enforcedText:
    'The page carries a security policy that forbids the browser to contact any other address, for pages and for background workers. There is no analytics, no font or script from elsewhere, and no server that could receive anything.',
  check: 'How to check it yourself',
  checkText:
    'The ledger at the foot of the page lists every request. Or unplug the network: once loaded, everything goes on working.',
  openLedger: 'Open the ledger',
};
