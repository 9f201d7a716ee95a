export const learn = {
  title: 'Learn',
  lead: 'What happens to an exam here, what leaves, and what the law asks. Ten minutes to read.',
  demoTitle: 'The demo',
  demoText:
    'It draws synthetic exams of the challenge chosen at the top and takes them the way of real ones: imported, de-identified, cropped or masked, labelled. The rest is yours to try: look at them on the desk, clear them as they will leave, export a package, build a dataset, score a prediction. There is no patient behind the pictures. Delete them whenever you like in the settings.',
  demoGo: 'Load the demo',
  leaves: 'What leaves, and when',
  leavesText: [
    'Nothing leaves while you work. Files are read by the browser, on this machine; they are not uploaded, since there is no server to upload to.',
    'What leaves is the package that you export and hand over yourself. It holds the images you cleared, with a new header, their labels, the charter you signed, and a record of what was done to each image.',
    'The correspondence table, which links a pseudonym to a patient, is not in the package. It stays at your centre, encrypted in this browser.',
  ],
  pseudonym: 'Pseudonymous is not anonymous',
  pseudonymText: [
    'As long as someone can get back from a pseudonym to a person, the data are personal data (GDPR, Article 4(5) and Recital 26), and all its rules hold. That is so here: your centre keeps the table.',
    'Removing the name is not enough. Dates, rare diagnoses, institution names, serial numbers, a written banner on an ultrasound image, or the shape of a face in a volume can point to one person. This is why one image is taken from each exam, headers are rebuilt from a list of what is allowed, and pixels outside the sector are set to zero.',
  ],
  gdpr: 'What the GDPR asks of a contribution',
  gdprItems: [
    {
      name: 'A purpose, and nothing else',
      text: 'The data serve this challenge. Another use needs another basis (Article 5(1)(b)).',
    },
    {
      name: 'No more than needed',
      text: 'One image per exam, and only the attributes the question calls for. Age and sex are kept only where a definition asks (Article 5(1)(c)).',
    },
    {
      name: 'A legal basis for health data',
      text: 'Your institution decides it, with its data protection officer: usually public interest or research (Articles 6 and 9(2)), within national law.',
    },
    {
      name: 'Information of patients',
      text: 'Each patient has received an information letter saying who, why, how long, and how to object (Articles 13 and 14).',
    },
    {
      name: 'The right to object',
      text: 'A patient who objects is withdrawn: the correspondence table finds their images, and the datasets made from them are re-issued (Article 21).',
    },
    {
      name: 'A trace',
      text: 'What was done to each image, by whom and when, is written in the package (Articles 5(2) and 30).',
    },
  ],
  policy: 'What the page’s protection can’t do',
  policyText:
    'The policy stops this page and its workers from sending. It can’t stop a malicious browser extension, a compromised computer, a screenshot, or someone who hands a package to the wrong person.',
  note: 'This is an explanation, not legal advice: your data protection officer has the last word.',
};
