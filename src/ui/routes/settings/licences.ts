/** All software that is sent to the browser, dependencies of dependencies included: its name, its npm packages, and the licence that they state. */
export const LICENCES: readonly {
  readonly name: string;
  readonly packages: readonly string[];
  readonly licence: string;
}[] = [
  { name: 'Svelte', packages: ['svelte'], licence: 'MIT' },
  { name: 'Lucide', packages: ['@lucide/svelte'], licence: 'ISC' },
  {
    name: 'itk-wasm, with its image formats and HTJ2K',
    packages: ['itk-wasm', '@itk-wasm/image-io', '@itk-wasm/htj2k'],
    licence: 'Apache-2.0',
  },
  { name: 'Tesseract (tesseract.js-core)', packages: ['tesseract.js-core'], licence: 'Apache-2.0' },
  {
    name: 'Tesseract data, English and French',
    packages: ['@tesseract.js-data/eng', '@tesseract.js-data/fra'],
    licence: 'MIT',
  },
  { name: 'Dexie', packages: ['dexie'], licence: 'Apache-2.0' },
  { name: 'Comlink', packages: ['comlink'], licence: 'Apache-2.0' },
  { name: 'Workbox', packages: ['workbox-window', 'workbox-precaching'], licence: 'MIT' },
  { name: 'zip.js', packages: ['@zip.js/zip.js'], licence: 'BSD-3-Clause' },
  { name: 'age-encryption', packages: ['age-encryption'], licence: 'BSD-3-Clause' },
  { name: 'fflate', packages: ['fflate'], licence: 'MIT' },
  { name: 'fzstd', packages: ['fzstd'], licence: 'MIT' },
  { name: 'dicom-parser', packages: ['dicom-parser'], licence: 'MIT' },
  { name: 'Papa Parse', packages: ['papaparse'], licence: 'MIT' },
  {
    name: 'noble and scure',
    packages: ['@noble/ciphers', '@noble/curves', '@noble/hashes', '@noble/post-quantum', '@scure/base'],
    licence: 'MIT',
  },
  { name: 'axios', packages: ['axios'], licence: 'MIT' },
  { name: 'wasm-feature-detect', packages: ['wasm-feature-detect'], licence: 'Apache-2.0' },
  { name: 'clsx', packages: ['clsx'], licence: 'MIT' },
  { name: 'virtua', packages: ['virtua'], licence: 'MIT' },
  { name: 'Valibot', packages: ['valibot'], licence: 'MIT' },
];
