/** An image of `channels` bytes per pixel, row by row: 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly bytes: Uint8Array;
};

const colorTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * An image as the data URL of an uncompressed PNG: the images of this package are small, and a canvas or a compressor
 * exists only in a browser or only in Node.
 *
 * @see W3C 2003, Portable Network Graphics (PNG) Specification; RFC 1950 and 1951 for the stored blocks
 */
export function pngUrl({ width, height, channels, bytes }: Pixels): string {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colorTypes[channels]], 8);

  const line = width * channels;
  const lines = new Uint8Array(height * (line + 1)); // each begins with 0: no filter
  for (let y = 0; y < height; y++) lines.set(bytes.subarray(y * line, (y + 1) * line), y * (line + 1) + 1);

  const file = [
    ...signature,
    ...chunk('IHDR', header),
    ...chunk('IDAT', stored(lines)),
    ...chunk('IEND', new Uint8Array()),
  ];
  return `data:image/png;base64,${btoa(Array.from(file, (byte) => String.fromCharCode(byte)).join(''))}`;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) whole[4 + i] = name.charCodeAt(i);
  whole.set(data, 8);
  view.setUint32(data.length + 8, crc32(whole.subarray(4, data.length + 8)));
  return whole;
}

/** A zlib stream of blocks that are not compressed. */
function stored(data: Uint8Array): Uint8Array {
  const most = 0xffff;
  const blocks = Math.max(1, Math.ceil(data.length / most));
  const stream = new Uint8Array(2 + data.length + blocks * 5 + 4);
  const view = new DataView(stream.buffer);
  stream.set([0x78, 0x01]);
  let at = 2;
  for (let block = 0; block < blocks; block++) {
    const part = data.subarray(block * most, (block + 1) * most);
    stream[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, ~part.length & 0xffff, true);
    stream.set(part, at + 5);
    at += 5 + part.length;
  }
  view.setUint32(at, adler32(data));
  return stream;
}

function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
