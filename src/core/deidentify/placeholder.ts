/**
 * Patient ids and names that stand for nobody: what archives, consoles and de-identifying tools write
 * when there is no real value. Compared without case, accents, blanks and punctuation.
 */
const WORDS = new Set(
  `ANON ANONYM ANONYME ANONYMOUS ANONYMOUSPATIENT ANONYMOUSUNKNOWN ANONYMOUSID ANONYMIZED ANONYMISED
  ANONYMIZE ANONYMISE ANONYMISEE ANONYMISIERT ANONYMIZEDPATIENT ANONYMISEDPATIENT ANONPATIENT ANONID
  ANONYMPATIENT ANONIM ANONIMO ANONIMA ANONIMIZADO ANONIMIZZATO ANONIEM PATIENTANON PATIENTANONYME
  PATIENTANONYMOUS PATIENTANONYMISE DEID DEIDENTIFIED DEIDENTIFIEDPATIENT DEPERSONALIZED PSEUDO PSEUDONYM
  PSEUDONYMIZED PSEUDONYMISED PSEUDONYMISE REMOVED DELETED REDACTED HIDDEN MASKED CLEARED CONFIDENTIAL
  BLANK EMPTY VIDE NULL NONE NIL NAN NA ND NC NO NOT NOID NOPID NOPATIENTID NOPATIENT NONAME NOVALUE
  NOTAVAILABLE NOTAPPLICABLE NOTKNOWN UNKNOWN UNKNOWNID UNKNOWNPATIENT UNK UNDEFINED UNSPECIFIED UNASSIGNED
  UNIDENTIFIED UNNAMED INCONNU
  INCONNUE UNBEKANNT DESCONOCIDO SCONOSCIUTO ONBEKEND SANSID SANSNOM TEST TESTID TESTPATIENT PATIENTTEST
  TESTTEST TESTING ESSAI PHANTOM FANTOME QA QC DEMO DEMOPATIENT SAMPLE EXAMPLE EXEMPLE DUMMY DUMMYID
  DUMMYPATIENT FAKE TEMP TMP PATIENT PATIENTID PATIENTNAME PATIENTE PATID PID PAT PATIENTPATIENT ID MRN IPP
  SUBJECT SUBJECTID SUJET CASE CAS VOLUNTEER VOLONTAIRE URGENCE URGENCES EMERGENCY TRAUMA JOHNDOE JANEDOE
  DOEJOHN DOEJANE DOE SMITHJOHN DEFAULT NAME NOM NOMPRENOM LASTNAMEFIRSTNAME RESEARCH EXTERNAL EXTERNE ABC
  ABCD XYZ`.split(/\s+/),
);
/** Counting digits, from 0 or 1: 123, 1234, 0123456, 1234567890. Also counted down. */
const COUNTING = /^(?:0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?|9876(?:5(?:4(?:3(?:2(?:10?)?)?)?)?)?)$/;

/** A word of this many letters is not a short name, as NA, NO and CAS can be. */
const SURE = 4;

/** Letters and digits in upper case, without accents. */
const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * True when a patient id or name that is not blank names nobody. An id with a number of its own
 * (`ANON0012`) can be a person's.
 */
export function isPlaceholder(text: string): boolean {
  if (text.trim() === '') return false;
  const word = bare(text);
  // Only punctuation, only zeros, one character repeated: -, 00000, XXXX, 9999.
  if (word === '' || word === '0' || /^(.)\1+$/u.test(word)) return true;
  if (COUNTING.test(word) || WORDS.has(word) || WORDS.has(word.replace(/0+$/, ''))) return true;
  // Several such words: UNKNOWN^UNKNOWN, Anonymous patient ID. Two short ones can be a name.
  const words = text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(bare)
    .filter(Boolean);
  return words.every((one) => WORDS.has(one)) && words.some((one) => one.length >= SURE);
}
