interface ImportMetaEnv {
  /** The version in package.json, put in by Vite. */
  readonly VERSION: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
