/**
 * The few globals that every JavaScript engine used by the core provides (page, worker, Node), and
 * nothing else of the DOM. Only `src/core/tsconfig.json` includes this file; elsewhere the real
 * libraries declare them.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}
interface CryptoKey {
  readonly type: string;
  readonly extractable: boolean;
}
declare const crypto: {
  readonly subtle: {
    sign(
      algorithm: string | { name: string },
      key: CryptoKey,
      data: ArrayBufferView | ArrayBuffer,
    ): Promise<ArrayBuffer>;
    verify(
      algorithm: string | { name: string },
      key: CryptoKey,
      signature: ArrayBufferView | ArrayBuffer,
      data: ArrayBufferView | ArrayBuffer,
    ): Promise<boolean>;
    importKey(
      format: 'raw',
      key: ArrayBufferView | ArrayBuffer,
      algorithm: { name: string },
      extractable: boolean,
      usages: readonly string[],
    ): Promise<CryptoKey>;
    digest(algorithm: string, data: ArrayBufferView | ArrayBuffer): Promise<ArrayBuffer>;
  };
};
