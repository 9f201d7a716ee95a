import { describe, expect, test } from 'vitest';
import { echoIn, echoIndex } from '../../../src/core/deidentify/echo-index.ts';
import { findEchoes } from '../../../src/core/deidentify/echo.ts';
import { identifiersOf, namesOf } from '../../../src/core/deidentify/identifiers.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';

/** A name of several words, written as people write it. */

const sourceOf = (name: string) =>
  dataSetOf([element('00080005', 'CS', 'ISO_IR 192'), element('00100010', 'PN', name)]);
const indexOf = (name: string) => echoIndex(identifiersOf(sourceOf(name)));
const isFound = (name: string, bytes: Uint8Array) =>
  findEchoes(bytes, dataSetOf([]), indexOf(name)).length > 0;
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
  Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0), c.charCodeAt(0) >> 8]));
const latin1 = (text: string) => Uint8Array.from([...text].map((c) => c.charCodeAt(0)));

const compounds: readonly (readonly [string, readonly string[]])[] = [
  ['BEN-YAHIA^Ali', ['BEN-YAHIA', 'ben yahia', 'BenYahia', 'BEN^YAHIA', 'Ben_Yahia', 'ben.yahia']],
  [
    "D'ALMEIDA^Rui",
    ["D'Almeida", 'D’ALMEIDA', 'd almeida', 'DALMEIDA', 'D-Almeida', 'D`Almeida', 'D´Almeida'],
  ],
  ['DE LA CROIX^Zoé', ['de la croix', 'DELACROIX', 'De-La-Croix', 'de_la_croix']],
  // A name with nothing after the family name, and with a caret at its end (blairconrad/dicognito, issue 78).
  ["O'BRIEN^", ["O'Brien", 'OBRIEN', 'O Brien', 'O’BRIEN']],
  ['VAN DER WAL^Jo^', ['van der Wal', 'VANDERWAL', 'Van-der-Wal']],
  ['LE GOFF^Ana', ['LE GOFF', 'LEGOFF', 'le-goff']],
  ['AL-SAYED^Mo', ['al-Sayed', 'ALSAYED', 'Al Sayed']],
  ['Ruiz^JEAN-LUC', ['Jean-Luc', 'JEANLUC', 'jean luc']],
  ['Ruiz^Eva^SAN JUAN', ['San Juan', 'SANJUAN', 'san-juan']],
  ['MAC NEIL^Tom', ['MacNeil', 'MAC-NEIL', 'mac neil']],
  // One component, as technicians type it.
  ['DE LA CROIX ZOE', ['de la croix', 'DELACROIX']],
  ["Ana D'ELY LIMA", ["d'ely lima", 'D’Ely']],
  ['Lin^Éa=LIN^D’ÉON', ['D’ÉON', "d'éon", 'DEON']],
];

describe.each(compounds)('%s', (name, spellings) => {
  test.each(spellings.filter((spelling) => spelling.length >= 6))('is found in bytes as %s', (spelling) => {
    expect(isFound(name, utf8(`\u0000\u0001xx ${spelling} yy`))).toBe(true);
    expect(isFound(name, utf16(`xx ${spelling}`))).toBe(true);
    const isLatin = [...spelling].every((c) => c.charCodeAt(0) < 0x100);
    if (isLatin) expect(isFound(name, latin1(`${spelling}_`))).toBe(true);
  });

  test.each(spellings)('is found in a text as %s', (spelling) => {
    expect(echoIn(indexOf(name), `vu par ${spelling}, suite`)).toBe('PatientName');
  });
});

test('the parts of a compound, and the parts of other names, are no echo', () => {
  expect(isFound('BEN-YAHIA^Ali', utf8('bend yard'))).toBe(false);
  expect(isFound("D'ALMEIDA^Rui", utf8("d'abord"))).toBe(false);
  expect(isFound('DE LA CROIX^Zoe', utf8('de la tete'))).toBe(false);
  expect(echoIn(indexOf('DE LA CROIX^Zoe'), 'IRM de la tete')).toBeNull();
});

test('a placeholder of several words is no name', () => {
  expect(
    identifiersOf(sourceOf('ANONYMOUS PATIENT^NAME UNKNOWN')).filter(({ kind }) => kind === 'name'),
  ).toEqual([]);
});

test('a compound written in one is removed from texts like its parts', () => {
  expect([...namesOf(sourceOf('LE BRAS^Jean-Luc'))]).toEqual(
    expect.arrayContaining(['le', 'bras', 'lebras', 'jean', 'luc', 'jeanluc']),
  );
});
