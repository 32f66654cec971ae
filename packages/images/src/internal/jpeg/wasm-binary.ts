/**
 * An option of the modules of @jsquash/jpeg: in Node one is read from its file; in a page the package fetches it by itself.
 *
 * @param codec its file without the ending, such as `dec/mozjpeg_dec`
 */
export async function wasmBinary(codec: string): Promise<object> {
  if (globalThis.process?.versions?.node === undefined) return {};
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  return { wasmBinary: await readFile(new URL(import.meta.resolve(`@jsquash/jpeg/codec/${codec}.wasm`))) };
}
