/** The functions of tesseract.js-core that are used here. The package has no types. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export interface TessBaseAPI {
    /** Returns 0 on success. */
    Init(folder: string | null, languages: string, engine: number): number;
    SetVariable(name: string, value: string): boolean;
    /** Reads the file `/input`. Returns 0 on success. */
    SetImageFile(exif: number, angle: number, upscale: boolean): number;
    Recognize(monitor: null): number;
    GetTSVText(page: number): string;
    Clear(): void;
  }
  export interface TesseractModule {
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
    readonly TessBaseAPI: new () => TessBaseAPI;
  }
  export default function load(options: {
    readonly wasmBinary: ArrayBuffer;
    readonly locateFile: (name: string) => string;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }): Promise<TesseractModule>;
}
