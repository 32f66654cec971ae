import { loadPeer } from '../load-peer.js';

/** RGBA bytes, and what the decoder warned of. */
type Decoded = { readonly data: Uint8ClampedArray; readonly warnings: readonly string[] };

let loading: Promise<(bytes: Uint8Array) => Decoded> | undefined;

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

async function load(): Promise<(bytes: Uint8Array) => Decoded> {
  const { default: makeModule } = await loadPeer(
    'decodeJpeg',
    '@jsquash/jpeg',
    () => import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
  );
  let warnings: string[] = [];
  const options = { noInitialRun: true, printErr: (text: string) => warnings.push(text), ...(await ownModule()) };
  const module = await makeModule(options);
  return (bytes) => {
    warnings = [];
    const image = module.decode(bytes as Uint8Array<ArrayBuffer>, false); // copied, whatever its buffer is; not turned
    if (image === null) throw new Error('decoding failed');
    return { data: image.data, warnings };
  };
}

/** In Node the module is read from its file; in a page the package fetches it by itself. */
async function ownModule(): Promise<object> {
  if (globalThis.process?.versions?.node === undefined) return {};
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  return { wasmBinary: await readFile(new URL(import.meta.resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'))) };
}
