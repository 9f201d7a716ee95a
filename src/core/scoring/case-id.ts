/** Id of the case that a mask file belongs to: its name without folders, `.nii` or `.nii.gz`, and a leading `mask`. */
export function caseIdOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return name
    .replace(/\.nii(\.gz)?$/i, '')
    .replace(/^mask[-_ ]*(?=.)/i, '')
    .normalize('NFC')
    .trim();
}

export const isMaskFile = (path: string): boolean => /\.nii(\.gz)?$/i.test(path) && !/(^|\/)\./.test(path);
