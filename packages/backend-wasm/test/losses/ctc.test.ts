import { beforeAll, describe, expect, it } from 'vitest';
import { expectAsComposed } from '../support/composed.js';
import { type Plain, randomPlain, runGuarded, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const integers = (shape: number[], values: readonly number[]): Plain => ({
  shape,
  values: [...values],
  dtype: 'int32',
});

/** Negative numbers, as logarithms of probabilities are, and one that is −∞. */
const logarithms = (shape: number[]): Plain => {
  const x = randomPlain(shape, 1);
  return { ...x, values: x.values.map((value, i) => (i === 4 ? Number.NEGATIVE_INFINITY : -Math.abs(value) - 0.5)) };
};

/** Labels, some of which are like the one before, the blank, or no classes. */
const labelsOf = (batch: number, labels: number, classes: number): Plain =>
  integers(
    [batch, labels],
    Array.from({ length: batch * labels }, (_, i) => (((i >> 1) * 5) % (classes + 2)) - 1),
  );

describe('connectionist temporal classification', () => {
  it.each([
    [1, 1, 2, 1],
    [2, 3, 2, 1],
    [3, 9, 5, 2],
    [2, 17, 4, 7],
    [4, 40, 33, 16],
  ])('%i samples, %i steps, %i classes, %i labels', async (batch, time, classes, labels) => {
    const lengths = [labels, Math.floor(labels / 2), 0, labels];
    const steps = [time, Math.ceil(time / 2), time, 2];
    const inputs = {
      logProbabilities: logarithms([batch, time, classes]),
      labels: labelsOf(batch, labels, classes),
      labelLengths: integers([batch], lengths.slice(0, batch)),
      inputLengths: integers([batch], steps.slice(0, batch)),
    };
    for (const blank of [0, classes - 1]) {
      const [losses, sums] = await expectAsComposed('Ctc', inputs, { blank }, 1e-4);
      // Where there is no alignment a gradient is NaN, unless it is multiplied by 0.
      const dy = { ...losses!, values: losses!.values.map((loss, i) => (Number.isFinite(loss) ? i + 0.5 : 0)) };
      await expectAsComposed('CtcGrad', { ...inputs, dy, sums: sums! }, { blank }, 1e-4);
    }
  });

  it('takes lengths that do not fit', async () => {
    const inputs = {
      logProbabilities: logarithms([4, 3, 2]),
      labels: labelsOf(4, 2, 2),
      labelLengths: integers([4], [3, -1, 2 ** 30, 0]),
      inputLengths: integers([4], [9, 3, -2, 0]),
    };
    const [losses] = await expectAsComposed('Ctc', inputs, { blank: 0 });
    expect(losses!.values).toEqual([...new Array<number>(3).fill(Number.POSITIVE_INFINITY), -0]);
  });

  it('refuses a blank that is no class', async () => {
    const inputs = {
      logProbabilities: logarithms([1, 3, 2]),
      labels: labelsOf(1, 1, 2),
      labelLengths: integers([1], [1]),
      inputLengths: integers([1], [3]),
    };
    await expect(runGuarded('Ctc', inputs, { blank: 2 })).rejects.toThrow(
      'Ctc: `blank` must be an integer from 0 to 1',
    );
  });
});
