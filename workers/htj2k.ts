import type { CodecFrame } from '../src/core/dicom/codec.ts';
import { failure } from '../src/core/failure.ts';
import type { PixelArray } from '../src/core/dicom/image.ts';
import { failed, success, type Result } from '../src/core/result.ts';
import { ZSTDDecoder } from './zstd.ts';

/*
 * The OpenJPH pipeline of @itk-wasm/htj2k 2.1.0, run without itk-wasm. It was built before the itk-wasm release used here: that runner
 * calls functions that the module lacks (lengthBytesUTF8, UTF8ToString), and the module's own binding uses an earlier signature.
 */

/** The functions of the pipeline's Emscripten module that are used here. */
export interface Htj2kModule {
  readonly HEAPU8: Uint8Array;
  ccall(name: string, returns: 'number', types: readonly 'number'[], values: readonly number[]): number;
  callMain(args: string[]): number;
  AsciiToString(address: number): string;
  stackSave(): number;
  stackRestore(stack: number): void;
  resetModuleStderr(): void;
  getModuleStderr(): string;
}

type Instantiate = (options: { wasmBinary: Uint8Array }) => Promise<Htj2kModule>;

let loading: Promise<Htj2kModule> | null = null;

/** Loads the pipeline once, from the folder of all pipelines. */
export function loadHtj2k(pipelines: string): Promise<Htj2kModule> {
  loading ??= load(pipelines).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(pipelines: string): Promise<Htj2kModule> {
  const response = await fetch(`${pipelines}/decode.wasm.zst`);
  if (!response.ok) throw new Error(`the HTJ2K decoder can't be loaded (${response.status})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { default: instantiate } = (await import(/* @vite-ignore */ `${pipelines}/decode.js`)) as {
    default: Instantiate;
  };
  return instantiate({ wasmBinary: new ZSTDDecoder().decode(bytes) });
}

/** Decodes one HTJ2K codestream. Failure: `dicom/decode-failed`. */
export function decodeHtj2k(module: Htj2kModule, codestream: Uint8Array): Result<CodecFrame> {
  const call = (name: string, ...values: number[]): number =>
    // WebAssembly returns addresses as signed numbers.
    module.ccall(
      name,
      'number',
      values.map(() => 'number' as const),
      values,
    ) >>> 0;
  const stack = module.stackSave();
  try {
    module.resetModuleStderr();
    const input = call('itk_wasm_input_array_alloc', 0, 0, 0, codestream.length);
    module.HEAPU8.set(codestream, input);
    const description = { size: codestream.length, data: `data:application/vnd.itk.address,0:${input}` };
    const json = new TextEncoder().encode(JSON.stringify(description) + '\0');
    const inputJson = call('itk_wasm_input_json_alloc', 0, 0, json.length);
    module.HEAPU8.set(json, inputJson);
    const code = module.callMain(['0', '0', '--memory-io']);
    if (code !== 0) return broken(module.getModuleStderr() || `exit code ${code}`);

    const image = JSON.parse(module.AsciiToString(call('itk_wasm_output_json_address', 0, 0))) as {
      imageType: { componentType: string; components: number };
      size: number[];
    };
    const address = call('itk_wasm_output_array_address', 0, 0, 0);
    const length = call('itk_wasm_output_array_size', 0, 0, 0);
    const data = typed(image.imageType.componentType, module.HEAPU8.slice(address, address + length).buffer);
    if (!data) return broken(`pixels of type ${image.imageType.componentType}`);
    const [columns = 0, rows = 0] = image.size;
    return success({ columns, rows, components: image.imageType.components, data });
  } catch (error) {
    // Emscripten throws C++ exceptions as numbers.
    return broken(error instanceof Error ? error.message : `exception ${String(error)}`);
  } finally {
    module.stackRestore(stack);
  }
}

const broken = (cause: string): Result<never> => failed(failure('dicom/decode-failed', { cause }));

function typed(componentType: string, buffer: ArrayBufferLike): PixelArray | null {
  switch (componentType) {
    case 'int8':
      return new Int8Array(buffer);
    case 'uint8':
      return new Uint8Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    default:
      return null;
  }
}
