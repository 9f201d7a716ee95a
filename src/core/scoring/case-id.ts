/** Id of the case that a mask file belongs to: its name without folders, `.nii`, `.nii.gz` or `.png`, and a leading `mask`. */
export function caseIdOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return name
    .replace(MASK_ENDING, '')
    .replace(/^mask[-_ ]*(?=.)/i, '')
    .normalize('NFC')
    .trim();
}

/** Hidden files are none: some systems put one beside each file of a zip. */
export const isMaskFile = (path: string): boolean => MASK_ENDING.test(path) && !/(^|\/)\./.test(path);

/** What the names of mask files end in. */
export const MASK_ENDING = /\.(nii|nii\.gz|png)$/i;
