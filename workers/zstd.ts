import { decompress } from 'fzstd';

/**
 * Replaces `@thewtex/zstddec`, with which itk-wasm unpacks its pipelines. That package fetches its decoder from a `data:` address, which
 * the policy forbids. Aliased in vite.config.ts: `resolve.alias {'@thewtex/zstddec': …/workers/zstd.ts}`.
 */
export class ZSTDDecoder {
  init(): Promise<void> {
    return Promise.resolve();
  }

  /** When a server sends `.zst` with a content encoding, the browser unpacks it: the bytes then start like WebAssembly. */
  decode(bytes: Uint8Array): Uint8Array {
    const isWasm = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
    // itk-wasm takes `.buffer` of the result, so it must be exactly as long as the content.
    return (isWasm ? bytes : decompress(bytes)).slice();
  }
}
