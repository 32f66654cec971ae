import { loadPeer, loadPeerSync } from '../load-peer.js';
import type { Decoded } from './image-of.js';
import { wasmBinary } from './wasm-binary.js';

/** What is used of the decoder. Its bytes are copied, whatever their buffer is. */
type DecoderModule = { decode(bytes: Uint8Array, upright: boolean): { data: Uint8ClampedArray } | null };
/** Makes a module of WebAssembly; what it exports is on `options` as soon as it is instantiated. */
type MakeModule = (options: object) => Promise<unknown>;
type Decode = (bytes: Uint8Array) => Decoded;

const DECODER = '@jsquash/jpeg/codec/dec/mozjpeg_dec';

let loading: Promise<Decode> | undefined;
let loaded: Decode | undefined;

/**
 * Decodes by @jsquash/jpeg, which is loaded once for the whole program.
 *
 * @throws whatever the decoder throws; a new one is loaded then, since its memory is in no known state
 */
export async function decodeByMozjpeg(bytes: Uint8Array): Promise<Decoded> {
  loading ??= load();
  try {
    return (await loading)(bytes);
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

/** The same in Node, without waiting. */
export function decodeByMozjpegSync(bytes: Uint8Array): Decoded {
  loaded ??= loadSync();
  try {
    return loaded(bytes);
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

async function load(): Promise<Decode> {
  const { default: makeModule } = await loadPeer(
    'decodeJpeg',
    '@jsquash/jpeg',
    () => import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
  );
  const warnings: string[] = [];
  const options = {
    noInitialRun: true,
    printErr: (text: string) => warnings.push(text),
    ...(await wasmBinary('dec/mozjpeg_dec')),
  };
  return decoder((await makeModule(options)) as DecoderModule, warnings); // with Uint8Arrays of any buffer
}

function loadSync(): Decode {
  const { default: makeModule } = loadPeerSync<{ default: MakeModule }>(
    'decodeJpegSync',
    '@jsquash/jpeg',
    `${DECODER}.js`,
  );
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const wasm = new WebAssembly.Module(readFileSync(new URL(import.meta.resolve(`${DECODER}.wasm`))));
  const warnings: string[] = [];
  const options = {
    noInitialRun: true,
    printErr: (text: string) => warnings.push(text),
    instantiateWasm: (imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => unknown) =>
      receive(new WebAssembly.Instance(wasm, imports)),
  };
  void makeModule(options);
  return decoder(options as unknown as DecoderModule, warnings); // see MakeModule
}

function decoder(module: DecoderModule, warnings: string[]): Decode {
  return (bytes) => {
    warnings.length = 0;
    const image = module.decode(bytes, false); // not turned
    if (image === null) throw new Error('decoding failed');
    return { data: image.data, warnings: [...warnings] };
  };
}
