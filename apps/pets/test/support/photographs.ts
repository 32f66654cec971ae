import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostArray, hostArray, RandomStream } from '@neurite/core';
import { encodeJpeg } from '@neurite/images/jpeg';

/** A photograph of noise: of a cat it is red in the upper half, of a dog blue in the lower one. */
export function photograph(kind: 'cat' | 'dog', seed: number, size = 32): HostArray<'uint8'> {
  const random = RandomStream.fromSeed(seed).child(kind);
  const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    const isUpper = i < (size * size * 3) / 2;
    const isColored = kind === 'cat' ? isUpper && i % 3 === 0 : !isUpper && i % 3 === 2;
    return random.integer(80) + (isColored ? 160 : 40);
  });
  return hostArray(data, [size, size, 3]);
}

/** Folders `cat` and `dog` with so many photographs each. */
export async function writePets(folder: string, count: number, size = 32): Promise<void> {
  for (const kind of ['cat', 'dog'] as const) {
    mkdirSync(join(folder, kind), { recursive: true });
    for (let i = 0; i < count; i++) {
      writeFileSync(join(folder, kind, `${i}.jpg`), await encodeJpeg(photograph(kind, i, size)));
    }
  }
}

/** A JPEG image in four inks, of 8 × 9 pixels. */
export function cmykPhotograph(): Uint8Array {
  const file = new URL('../../../../fixtures/images/jpeg.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly cases: readonly { readonly name: string; readonly file: string }[];
  };
  return Buffer.from(cases.find(({ name }) => name === 'cmyk')!.file, 'base64');
}
