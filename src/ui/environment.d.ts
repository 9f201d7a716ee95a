interface ImportMetaEnv {
  /** The version in package.json. Vite inserts it. */
  readonly VERSION: string;
}
