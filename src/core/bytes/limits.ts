/** Bounds that no honest package meets: a package beyond one is refused as a bomb, before anything is unpacked. */
export const LIMITS = {
  entries: 200_000,
  /** Bytes of one file, unpacked. */
  entryBytes: 2 ** 30,
  /** Bytes of all files, unpacked. */
  totalBytes: 2 ** 38,
  /** Unpacked over packed bytes of one file. Only files above `ratioFrom` bytes count: a small black image packs a thousandfold. */
  entryRatio: 200,
  ratioFrom: 2 ** 26,
} as const;
