import { FormatError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import wavefile from 'wavefile';
import { readWav } from '../src/read-wav.js';

const values = [0, 0.5, -0.5, 0.25, -1, 0.125];

function write(channels: number, bits: string, samples: readonly number[]): Uint8Array {
  const wave = new wavefile.WaveFile();
  const each = Array.from({ length: channels }, (_, c) => samples.filter((__, i) => i % channels === c));
  wave.fromScratch(channels, 22050, bits, channels === 1 ? each[0]! : each);
  return wave.toBuffer();
}

describe('readWav', () => {
  it.each([
    ['8', (v: number) => 128 + 128 * v],
    ['16', (v: number) => 2 ** 15 * v],
    ['24', (v: number) => 2 ** 23 * v],
    ['32', (v: number) => 2 ** 31 * v],
    ['32f', (v: number) => v],
    ['64', (v: number) => v],
  ] as const)('reads samples of %s bits in [-1, 1]', async (bits, toInteger) => {
    const { samples, sampleRate } = await readWav(write(2, bits, values.map(toInteger)));
    expect(sampleRate).toBe(22050);
    expect(samples.shape).toEqual([3, 2]);
    expect([...samples.data]).toEqual(values);
  });

  it('reads a file of one channel, and of compressed samples', async () => {
    const integers = values.map((v) => 2 ** 15 * v);
    expect((await readWav(new Blob([write(1, '16', integers) as Uint8Array<ArrayBuffer>]))).samples.shape).toEqual([
      6, 1,
    ]);
    const wave = new wavefile.WaveFile(write(1, '16', integers));
    wave.toMuLaw();
    const { samples } = await readWav(wave.toBuffer());
    for (const [i, v] of values.entries()) expect(Math.abs(samples.data[i]! - v)).toBeLessThan(0.03);
  });

  it('refuses what is no WAV', async () => {
    const error = await readWav(Uint8Array.of(1, 2, 3, 4)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(/^FormatError: readWav: the bytes is not a readable WAV file: /);
  });
});
