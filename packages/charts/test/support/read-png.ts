import { crc32, inflateSync } from 'node:zlib';
import { expect } from 'vitest';

/** Reads the PNG of a data URL with Node's own zlib: its pixels row by row, as lists of channels. */
export function readPng(url: string): { width: number; height: number; pixels: number[][] } {
  const prefix = 'data:image/png;base64,';
  expect(url.startsWith(prefix)).toBe(true);
  const file = Buffer.from(url.slice(prefix.length), 'base64');
  expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(file.subarray(at + 4, at + 8 + length)));
    chunks.set(name, file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[header[9]!]!;
  const lines = inflateSync(chunks.get('IDAT')!);
  expect(lines.length).toBe(height * (width * channels + 1));
  const pixels = Array.from({ length: width * height }, (_, i) => {
    const line = Math.floor(i / width) * (width * channels + 1);
    expect(lines[line]).toBe(0);
    const first = line + 1 + (i % width) * channels;
    return [...lines.subarray(first, first + channels)];
  });
  return { width, height, pixels };
}
