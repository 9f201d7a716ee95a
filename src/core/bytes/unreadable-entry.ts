/** Why an entry of a zip can't be read. */
export type UnreadableEntry =
  /** The checksum of what was unpacked is another one. */
  | 'checksum'
  /** The packed bytes are not Deflate. */
  | 'deflate'
  /** It unpacks to another length than is stated. */
  | 'size'
  /** No header of this entry is where the directory says. */
  | 'header'
  /** Its bytes reach into those of another entry. */
  | 'overlap'
  /** The zip ends before it. */
  | 'cut-off'
  /** The disk or the browser did not give its bytes. */
  | 'unread';
