import { decompress } from 'fzstd';

/**
 * Stands in for `@thewtex/zstddec`, which itk-wasm uses to unpack its pipelines and which fetches its own decoder from a `data:`
 * address that the policy forbids. Aliased in vite.config.ts: `resolve.alias {'@thewtex/zstddec': …/workers/zstd.ts}`.
 */
export class ZSTDDecoder {
  init(): Promise<void> {
    return Promise.resolve();
  }

  /** A server that sends `.zst` as a content encoding has it unpacked by the browser: such bytes start as WebAssembly does. */
  decode(bytes: Uint8Array): Uint8Array {
    const isWasm = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
    // itk-wasm takes `.buffer` of the result, so it must be exactly as long as the content.
    return (isWasm ? bytes : decompress(bytes)).slice();
  }
}
