/**
 * Limits that no normal package reaches. A package beyond one of them is refused as a zip bomb
 * before anything is unpacked.
 */
export const LIMITS = {
  entries: 200_000,
  /** Maximum unpacked bytes of one file. */
  entryBytes: 2 ** 30,
  /** Maximum unpacked bytes of all files. */
  totalBytes: 2 ** 38,
  /**
   * Maximum ratio of unpacked to packed bytes of one file. Only files above `ratioFrom` bytes are
   * checked: a small black image compresses a thousandfold.
   */
  entryRatio: 200,
  ratioFrom: 2 ** 26,
} as const;
