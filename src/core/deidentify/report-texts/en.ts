const numbers = new Intl.NumberFormat('en-GB');
const n = (value: number) => numbers.format(value);
const images = (count: number) => (count === 1 ? '1 image' : `${n(count)} images`);

/** Words of the de-identification report, on the screen and in its file. */
export const en = {
  language: 'English',
  title: 'De-identification report',
  number: n,
  images,
  at: (date: string, time: string) => `${date} at ${time} UTC`,
  made: (tool: string, when: string) => `Made by Negatoscope ${tool}, ${when}`,
  challenge: (id: string, version: string) => `Challenge ${id}, version ${version}`,
  noValues: 'This report holds no value of the source files: tags, types and what became of them.',
  summary: 'Summary',
  proven: 'Images proven',
  masked: 'Images with pixels set to 0',
  overridden: 'Images accepted against a criterion',
  echoes: 'Identifiers of the source found',
  blocked: 'Images blocked by the proof',
  left: 'Not in the package',
  leftOf: {
    open: 'still open',
    excluded: 'excluded',
    notCleared: 'accepted, not cleared',
    openText: 'kept out: a place looks like text, nobody answered',
    notLooked: 'kept out: text not looked for',
  },
  openPlaces: (places: number) => (places === 1 ? '1 place is open' : `${n(places)} places are open`),
  recognizable: 'Images of exams that may show a face',
  mayShowFace: 'may show a face: (0028,0302) Recognizable Visual Features is YES',
  showsNoFace: 'no face expected: not a cross-section of the head',
  text: 'Written text in the pixels',
  textLooked: 'Images in which it was looked for',
  textNotLooked: 'Images cleared before it was looked for',
  textPlaces: 'Places that look like text',
  answer: {
    black: 'black',
    'no-identity': 'names nobody, a person said',
    open: 'open',
  },
  foundBy: { detector: 'the detector', ocr: 'character recognition: an identifier of the source' },
  readings: {
    'no-identifier': 'read as it leaves: no identifier of the source',
    'no-text': 'read as it leaves: no text',
    unreadable: 'text likely, no word of it could be read',
    identifier: 'an identifier of the source was read',
    'not-run': 'character recognition not run',
  },
  readWords: (words: number) => (words === 1 ? '1 word' : `${n(words)} words`),
  place: 'Place, in pixels',
  placeOf: (x0: number, y0: number, x1: number, y1: number) =>
    `column ${x0} to ${x1 - 1}, row ${y0} to ${y1 - 1}`,
  found: 'Found by',
  answered: 'Answer',
  by: 'By',
  when: 'When',
  textNone: 'No place looks like text.',
  textMore: (count: number) => `${n(count)} more are in the JSON.`,
  blackouts: (count: number) => (count === 1 ? '1 black-out drawn' : `${n(count)} black-outs drawn`),
  actions: 'Attributes by what became of them',
  action: {
    removed: 'removed',
    emptied: 'emptied',
    replaced: 'replaced',
    uid: 'new UID',
    cleaned: 'cleaned',
    shifted: 'moved',
    kept: 'kept',
    added: 'added',
  },
  rules: 'By rule',
  rule: 'Rule',
  code: 'Code',
  option: 'Option',
  attribute: 'Attribute',
  before: 'Before',
  after: 'After',
  result: 'What became of it',
  imagesColumn: 'Images',
  pixelsColumn: 'Pixels set to 0',
  frame: 'Frame',
  image: 'Image',
  source: {
    'E.1-1': 'Table E.1-1',
    'E.3.4-1': 'Table E.3.4-1, content items',
    'E.3.10-1': 'Table E.3.10-1, safe private',
    unlisted: 'Not in the table',
    own: 'Set by Negatoscope (section E.1.1)',
  },
  unlisted: {
    removed: 'unknown, private, or binary that cannot be parsed: removed',
    emptied: 'name, date, time or address outside the table: emptied',
    replaced: 'replaced by a value that says nothing of the source',
    uid: 'UID that is not the standard’s: replaced',
    cleaned: 'text: known words only; table: its entries only',
    shifted: 'moved',
    kept: 'number, code or word of the machine: kept',
    added: 'added',
  },
  optionName: {
    'retain-safe-private': 'Retain Safe Private',
    'retain-uids': 'Retain UIDs',
    'retain-device-identity': 'Retain Device Identity',
    'retain-institution-identity': 'Retain Institution Identity',
    'retain-patient-characteristics': 'Retain Patient Characteristics',
    'retain-full-dates': 'Retain Full Dates',
    'retain-modified-dates': 'Retain Modified Dates',
    'clean-descriptors': 'Clean Descriptors',
    'clean-structured-content': 'Clean Structured Content',
    'clean-graphics': 'Clean Graphics',
  },
  allPrivate: 'all private attributes',
  many: (count: number) => `${n(count)} attributes`,
  proof: 'Proof',
  proofAt: { ingest: 'at import', clearing: 'at clearing' },
  check: {
    'second-path': 'Read by a second, strict reader: exactly what was meant is in the file',
    'dicom-parser': 'Read once more by dicom-parser, a parser of another project: every element is the same',
    profile: 'Every attribute held against the profile',
    echo: 'All bytes searched for the source’s identifiers',
    pixels: 'Pixels outside the mask are 0, all others those of the source',
  },
  passed: 'passed',
  notPossible: 'not possible',
  notPossibleWhy: 'At clearing the identifiers of the source are no longer known: they are never stored.',
  blockedAt: 'Blocked',
  blockedWhat: {
    'deidentify/echo': 'an identifier of the source was still in the file',
    'deidentify/proof': 'the file was not as the profile demands',
    'deidentify/pixels': 'pixels were not as masked',
    'deidentify/overlay-in-pixels': 'an overlay is hidden in the pixels',
    'deidentify/unreadable-stream':
      'compressed pixels could not be followed, so that they may carry something else',
  } as Readonly<Record<string, string>>,
  blockedNone: 'none',
  details: 'Attributes',
  sameTreatment: (count: number) => `${images(count)} treated alike`,
  incomplete:
    'This record is of version 1: it does not say what was kept, nor by which rule. The rules shown are those of the table today.',
  notRecorded: 'not recorded',
  imageList: 'Images',
  exceptions: 'Exceptions',
  untouched: 'as in the source',
  unmet: 'not met',
  acceptedAnyway: 'accepted all the same',
  statement: 'Conformance statement',
  statementOf: ({
    edition,
    methods,
    options,
    times,
    tool,
    tables,
  }: StatementFacts): readonly StatementPart[] => [
    {
      title: 'Profile',
      text: [
        `Each file was de-identified as DICOM PS3.15 ${edition}, annex E, describes, by Negatoscope ${tool}, in the browser of the centre.`,
        `Applied, by CID 7050: ${methods.map(({ code, meaning }) => `${meaning} (${code})`).join('; ')}.`,
        options.length === 0
          ? 'No option that retains more was asked: no age, sex, date, device or institution is kept.'
          : `Asked by the challenge beyond the Basic Profile: ${options.join(', ')}.${times === 'cut' ? ' Times of day are removed.' : ''}`,
        `Tables applied: ${tables.join(', ')}, generated from the text of the standard. Sequences are treated at every depth; private attributes are removed unless Table E.3.10-1 calls them safe and the option is asked.`,
      ],
    },
    {
      title: 'Choices that the standard leaves open',
      text: [
        'A compound code (X/Z/D and the like) is resolved by the attribute’s type in its object, from the tables of PS3.3: a dummy value for Types 1 and 1C, an empty value for 2 and 2C, else removal, each as far as the code allows it. In an object that PS3.3 does not name, Type 2 is assumed.',
        'Clean Descriptors keeps words of a list of imaging vocabulary and measures; what is not recognised is removed.',
        'Attributes that the table does not name are treated conservatively: unknown and binary ones are removed, names, dates and addresses emptied, texts cleaned; numbers and codes stay.',
        'Pseudonyms and new UIDs are HMAC-SHA-256 values under a key of the centre that cannot be taken out of its browser; moved dates move by one secret number of days for each patient.',
        'An image of which pixels were set to 0 says DERIVED. Where UIDs are replaced, its UID is not that of its source, as the standard asks of a derived image; the image in between never leaves.',
      ],
    },
    {
      title: 'Pixels',
      text: [
        'A person saw each image as it leaves and accepted it; only then is Clean Pixel Data (113101) written. Where a mask or a black-out was set, every pixel under it is exactly 0; otherwise encoded pixels are those of the source, byte for byte.',
      ],
    },
    {
      title: 'Text burned into pixels',
      text: [
        'A detector looks for written text in the chosen frame of each image, of any modality. Each place that it flags is black, or a person said that it names nobody; the report says which, who and when. While one is open the image cannot be cleared, whatever the screen believes: the step that writes the file looks again.',
        'Character recognition (English and French) then reads the image as it leaves, and the words are searched for the identifiers of its source. Where one is read, only black answers. Of a reading the outcome and the number of words are kept, never the words. The report says of how many images it was not run, or could read nothing.',
      ],
    },
    {
      title: 'Proof',
      text: [
        'Each written file was read again by a second reader that shares no code with the first, held against the profile attribute by attribute, and searched byte by byte for the names, ids, dates, places and UIDs of its source, in several spellings and encodings. A file that fails is not stored and cannot leave.',
        'A file that is cleared is read once more by dicom-parser, which this project did not write. If one element differs from what the second reader sees (tag, VR, length or bytes), the file is not cleared.',
        'The search for identifiers is made at import, when they are known. At clearing it cannot be repeated; the other checks are.',
      ],
    },
    {
      title: 'Known limits',
      text: [
        'Pseudonymised is not anonymous: the centre can get back to the patient, and rare findings, shapes of a face or unusual exams may point to one.',
        'Not all burned-in text is found: the detector looks for lines of three letters or more, so that words of one or two characters pass it, as may handwriting, letters below about 6 pixels, faint or slanted ones. Character recognition misreads, and knows the Latin alphabet alone. What neither finds, only the person who looks at the image as it leaves can see.',
        'A name that is also a word of imaging is only searched together with the rest of the name.',
        'This statement is written by the program about itself; it is no certificate.',
      ],
    },
  ],
};

export interface StatementFacts {
  readonly edition: string;
  readonly tool: string;
  readonly methods: readonly { readonly code: string; readonly meaning: string }[];
  readonly options: readonly string[];
  readonly times: 'keep' | 'cut' | null;
  readonly tables: readonly string[];
}

export interface StatementPart {
  readonly title: string;
  readonly text: readonly string[];
}

export type ReportTexts = typeof en;
