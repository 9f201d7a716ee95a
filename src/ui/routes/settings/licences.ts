/** What is shipped to the browser, with each package's own licence. */
export const LICENCES: readonly { readonly name: string; readonly licence: string }[] = [
  { name: 'Svelte', licence: 'MIT' },
  { name: 'Tesseract (tesseract.js-core)', licence: 'Apache-2.0' },
  { name: 'Tesseract data, English and French', licence: 'Apache-2.0' },
  { name: 'Lucide', licence: 'ISC' },
  { name: 'itk-wasm', licence: 'Apache-2.0' },
  { name: 'dicom-parser', licence: 'MIT' },
  { name: 'Dexie', licence: 'Apache-2.0' },
  { name: 'Comlink', licence: 'Apache-2.0' },
  { name: 'Workbox', licence: 'MIT' },
  { name: 'zip.js', licence: 'BSD-3-Clause' },
  { name: 'age-encryption', licence: 'BSD-3-Clause' },
  { name: 'fflate', licence: 'MIT' },
  { name: 'fzstd', licence: 'MIT' },
  { name: 'Papa Parse', licence: 'MIT' },
  { name: 'Valibot', licence: 'MIT' },
];
