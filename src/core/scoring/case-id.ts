/**
 * Id of the case of a mask file: its name without folders, `.nii`, `.nii.gz` or `.png`, and a
 * leading `mask`.
 */
export function caseIdOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return name
    .replace(MASK_ENDING, '')
    .replace(/^mask[-_ ]*(?=.)/i, '')
    .normalize('NFC')
    .trim();
}

/** Hidden files are not masks: some systems add one beside each file of a zip. */
export const isVisible = (path: string): boolean => !/(^|\/)\./.test(path);

export const isMaskFile = (path: string): boolean => MASK_ENDING.test(path) && isVisible(path);

/** File name extensions of masks. */
export const MASK_ENDING = /\.(nii|nii\.gz|png)$/i;
