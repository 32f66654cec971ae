import { processGroup } from '@neurite/testing/process-group';
import { describe, expect, it } from 'vitest';
import { largest, topKSum } from '../src/internal/compression/top-k-sum.js';
import { compressionOf, type Sharing } from '../src/internal/sharing.js';

/** What each of several processes has after so many sums of the same arrays, and what it has kept. */
async function sums(
  compression: Sharing['compression'],
  arrays: readonly Float32Array[],
  rounds = 1,
): Promise<readonly { readonly values: Float32Array; readonly residual: Float32Array }[]> {
  return Promise.all(
    processGroup(arrays.length).map(async (group, rank) => {
      const { keepsResidual, sum } = compressionOf(compression, group)!;
      const residual = new Float32Array(keepsResidual ? arrays[rank]!.length : 0);
      const total = new Float32Array(arrays[rank]!.length);
      for (let round = 0; round < rounds; round++) {
        const values = arrays[rank]!.slice();
        await sum(values, residual);
        for (const [i, value] of values.entries()) total[i]! += value;
      }
      return { values: total, residual };
    }),
  );
}

const waves = [1, 2, 3].map((rank) =>
  Float32Array.from({ length: 1001 }, (_, i) => Math.sin(i * rank) * 10 ** (i % 5)),
);
const exact = Array.from({ length: 1001 }, (_, i) => waves.reduce((sum, wave) => sum + wave[i]!, 0));

describe.each([
  ['float16', 2 ** -11, 2 ** -24 * 3e4],
  ['bfloat16', 2 ** -8, 0],
] as const)('a sum in %s', (kind, step, smallest) => {
  it('is that of float64 within two roundings, with the same bits in all', async () => {
    const [first, ...others] = await sums(kind, waves);
    for (const other of others) expect(other.values).toEqual(first!.values);
    for (const [i, value] of first!.values.entries()) {
      const size = waves.reduce((sum, wave) => sum + Math.abs(wave[i]!), 0);
      expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(2 * step * size + 4 * smallest);
    }
  });

  it('is exact for numbers of few bits, of any size', async () => {
    for (const scale of [2 ** -140, 2 ** -30, 1, 2 ** 100]) {
      const small = [Float32Array.of(1, 2, -3, 0, 0.5), Float32Array.of(4, 0.25, 1, 0, 0.5)].map((a) =>
        a.map((x) => x * scale),
      );
      const expected = Float32Array.from(small[0]!, (value, i) => value + small[1]![i]!);
      if (kind === 'float16' || scale > 2 ** -126) expect((await sums(kind, small))[1]!.values).toEqual(expected);
    }
  });

  it('takes nothing, fewer numbers than processes, and shows what is not finite', async () => {
    expect((await sums(kind, [new Float32Array(), new Float32Array()]))[0]!.values).toEqual(new Float32Array());
    expect(
      (
        await sums(
          kind,
          [1, 2, 3].map((x) => Float32Array.of(x)),
        )
      )[2]!.values,
    ).toEqual(Float32Array.of(6));
    const broken = [Float32Array.of(1, Number.NaN, 2), Float32Array.of(1, 1, Infinity)];
    expect((await sums(kind, broken))[0]!.values).toEqual(Float32Array.of(2, Number.NaN, Infinity));
  });
});

describe('a sum of the largest', () => {
  it('sends them, and keeps the others for the next time', async () => {
    const arrays = [Float32Array.of(1, -5, 2, 0), Float32Array.of(3, 1, -1, 0)];
    const [first, second] = await sums({ topK: 0.25 }, arrays);
    expect(first!.values).toEqual(Float32Array.of(3, -5, 0, 0));
    expect(second!.values).toEqual(first!.values);
    expect(first!.residual).toEqual(Float32Array.of(1, 0, 2, 0));
    expect(second!.residual).toEqual(Float32Array.of(0, 1, -1, 0));
  });

  it('loses nothing: what was sent and what is kept are all that there was', async () => {
    const rounds = 7;
    const results = await sums({ topK: 0.1 }, waves, rounds);
    for (const [i, value] of results[0]!.values.entries()) {
      const kept = results.reduce((sum, { residual }) => sum + residual[i]!, 0);
      expect(value + kept).toBeCloseTo(rounds * exact[i]!, 1);
    }
  });

  it('of all is the plain sum', async () => {
    const [{ values, residual }] = (await sums({ topK: 1 }, waves.slice(0, 2))) as [
      { values: Float32Array; residual: Float32Array },
    ];
    expect(values).toEqual(Float32Array.from(waves[0]!, (value, i) => value + waves[1]![i]!));
    expect(residual.every((value) => value === 0)).toBe(true);
  });

  it('finds as many as asked, the first of equal ones, and NaN before all', () => {
    expect([...largest(Float32Array.of(1, -2, 2, 0.5, -2), 2)]).toEqual([1, 2]);
    expect([...largest(Float32Array.of(1, Number.NaN, Infinity, 5), 2)]).toEqual([1, 2]);
    expect([...largest(new Float32Array(3), 2)]).toEqual([0, 1]);
    expect([...largest(Float32Array.of(1, 2), 5)]).toEqual([0, 1]);
    const many = Float32Array.from({ length: 1e6 }, (_, i) => Math.sin(i));
    const found = largest(many, 1000);
    const least = Math.min(...[...found].map((i) => Math.abs(many[i]!)));
    expect(found.length).toBe(1000);
    expect(many.filter((value) => Math.abs(value) > least).length).toBeLessThanOrEqual(1000);
  });

  it('sends eight bytes for each', async () => {
    const sent: number[] = [];
    const { sum } = topKSum(0.01, { gather: async (bytes) => [bytes.slice(sent.push(bytes.length) * 0)] });
    await sum(waves[0]!.slice(), new Float32Array(1001));
    expect(sent).toEqual([80]);
  });
});
