/**
 * The one call of papaparse that the core makes. Its published types bring all of Node's with them, which would let core name
 * globals that a browser lacks; the path with the file's name is one that those types do not claim.
 */
declare module 'papaparse/papaparse.js' {
  interface ParseError {
    readonly code: string;
    /** Position in the text, UTF-16 units. */
    readonly index?: number;
  }
  const papaparse: {
    parse(
      text: string,
      configuration: { delimiter: string; newline: '\n'; quoteChar: string },
    ): { readonly data: string[][]; readonly errors: readonly ParseError[] };
  };
  export default papaparse;
}
