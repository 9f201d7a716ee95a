/** Value representations, PS3.5 section 6.2: the properties needed for reading and writing. */

/** VRs whose length field has 32 bits in explicit VR, PS3.5 section 7.1.2. */
export const LONG_VRS: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

export const KNOWN_VRS: ReadonlySet<string> = new Set([
  ...'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '),
  ...LONG_VRS,
]);

/** VRs of character data. */
export const TEXT_VRS: ReadonlySet<string> = new Set(
  'AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '),
);

/** Text VRs that can hold whole sentences. */
export const FREE_TEXTS: ReadonlySet<string> = new Set('LO LT ST UC UT'.split(' '));

/** Text VRs in which a backslash is a character and does not separate values. */
export const SINGLE_TEXT_VRS: ReadonlySet<string> = new Set('LT ST UR UT'.split(' '));

/** Text VRs that (0008,0005) Specific Character Set applies to. */
export const CHARACTER_SET_VRS: ReadonlySet<string> = new Set('LO LT PN SH ST UC UT UN'.split(' '));

const UNIT: Readonly<Record<string, number>> = {
  ...{ AT: 2, OW: 2, SS: 2, US: 2 },
  ...{ FL: 4, OF: 4, OL: 4, SL: 4, UL: 4 },
  ...{ FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 },
};

/** Size in bytes of the unit that byte order applies to; 1 when byte order does not apply. */
export function byteUnit(vr: string): number {
  return UNIT[vr] ?? 1;
}
