import { useWasm } from '@neurite/backend-wasm';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ink, Reader } from '../../src/reader/reader.js';

const bar: Ink = {
  width: 70,
  height: 70,
  data: Uint8Array.from({ length: 4900 }, (_, i) => (i % 70 > 30 && i % 70 < 38 && i > 700 && i < 4200 ? 255 : 0)),
};
const paper: Ink = { width: 70, height: 70, data: new Uint8Array(4900) };

describe('Reader', () => {
  beforeAll(async () => {
    await useWasm();
  });

  it('gives the output of every layer, from the image to the scores', async () => {
    const { prepared, image, probabilities, layers } = await new Reader().read(bar);
    expect(prepared?.scaled.height).toBe(20);
    expect(layers.map(({ shape }) => shape.join('×'))).toEqual([
      '24×24×16',
      '12×12×16',
      '12×12×16',
      '12×12×16',
      '10×10×32',
      '10×10×32',
      '10×10×32',
      '8×8×48',
      '4×4×48',
      '4×4×48',
      '4×4×48',
      '2×2×64',
      '2×2×64',
      '2×2×64',
      '256',
      '256',
      '11',
    ]);
    const [convolution, , normalized, relu] = layers;
    expect(convolution?.title).toBe('Convolution, 16 filters of 5 × 5');
    expect(normalized?.title).toBe('Batch normalization');
    expect([...relu!.data]).toEqual([...normalized!.data].map((z) => Math.max(z, 0)));
    expect(image.some((shade) => shade > 0)).toBe(true);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    const scores = [...layers.at(-1)!.data].map(Math.exp);
    const total = scores.reduce((sum, s) => sum + s, 0);
    scores.forEach((score, digit) => {
      expect(probabilities[digit]).toBeCloseTo(score / total, 5);
    });
  });

  it('reports an empty sheet as empty', async () => {
    const { prepared, image } = await new Reader().read(paper);
    expect(prepared).toBeUndefined();
    expect(image.every((shade) => shade === 0)).toBe(true);
  });

  it('loads what it has saved, refuses other files, and forgets', async () => {
    const reader = new Reader();
    const bytes = await reader.save();
    const first = (await reader.read(bar)).probabilities;
    expect(() => reader.load({ bytes: bytes.slice(0, 100), name: 'cut.safetensors' })).toThrow('cut.safetensors');
    // The last number of the file: NaN in all its bits.
    expect(() => reader.load({ bytes: bytes.slice().fill(255, -4), name: 'lost.safetensors' })).toThrow(
      'must have finite numbers only; received NaN',
    );
    expect(reader.load({ bytes, name: 'whole' })).toEqual({ seed: 0, epochs: 0, data: 'none' });
    expect((await reader.read(bar)).probabilities).toEqual(first);
    reader.forget();
    expect((await reader.read(bar)).probabilities).toEqual(first);
  });

  it('leaves no tensors behind', async () => {
    const reader = new Reader();
    const bytes = await reader.save();
    const before = memory().numTensors;
    await reader.read(bar);
    reader.load({ bytes, name: 'again' });
    expect(memory().numTensors).toBe(before);
  });
});
