import { crc32 } from './crc32.js';
import { type PngHeader, parseHeader } from './header.js';

export const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The chunks of a PNG that its pixels depend on. */
export type PngChunks = {
  readonly header: PngHeader;
  /** RGB triples. */
  readonly palette: Uint8Array | undefined;
  /** The tRNS chunk: alphas of the palette, or the one colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** The parts of the zlib stream. */
  readonly data: readonly Uint8Array[];
};

/**
 * Splits a PNG into its chunks. Others than those of the pixels are skipped.
 *
 * @param fail makes the error for a problem in words
 */
export function readChunks(bytes: Uint8Array, fail: (problem: string) => Error): PngChunks {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw fail('the file is not a PNG image');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; ; ) {
    if (at + 12 > bytes.length) throw fail('the PNG image ends before its IEND chunk');
    const length = view.getUint32(at);
    const end = at + 8 + length;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end + 4 > bytes.length) throw fail(`the PNG image ends within its ${describe(name)} chunk`);
    const used = isCritical(name) || name === 'tRNS';
    if (used && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw fail(`the ${describe(name)} chunk of the PNG image is damaged`);
    }
    const content = bytes.subarray(at + 8, end);
    at = end + 4;
    if ((header === undefined) !== (name === 'IHDR'))
      throw fail('the PNG image must have one IHDR chunk, as its first');
    switch (name) {
      case 'IHDR':
        header = parseHeader(content);
        if (header === undefined) throw fail('the header of the PNG image is invalid');
        break;
      case 'PLTE':
        palette = content;
        break;
      case 'tRNS':
        transparency = content;
        break;
      case 'IDAT':
        data.push(content);
        break;
      case 'IEND':
        return { header: header!, palette, transparency, data }; // the first chunk was IHDR
      default:
        if (isCritical(name)) throw fail(`the PNG image has an unknown critical chunk, ${describe(name)}`);
    }
  }
}

/** What no decoder may skip has a capital as its first letter. */
function isCritical(name: string): boolean {
  return (name.charCodeAt(0) & 0x20) === 0;
}

/** A name of a damaged file may hold any bytes. */
function describe(name: string): string {
  return /^[A-Za-z]{4}$/.test(name) ? name : JSON.stringify(name);
}
