/**
 * The only function of papaparse that the core calls. Its published types include all of Node's
 * types, and the core could then use globals that a browser lacks. The path includes the file name,
 * because the published types do not declare that path.
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
