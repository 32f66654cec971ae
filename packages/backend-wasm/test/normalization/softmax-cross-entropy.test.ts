import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, generator, type Plain, randomPlain, runGuarded, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** Probabilities that need not sum to 1. */
function labelsOf(shape: readonly [number, number], seed: number): Plain {
  const draw = generator(seed);
  return { values: Array.from({ length: shape[0] * shape[1] }, () => Math.fround(draw())), shape, dtype: 'float32' };
}

describe('softmax cross entropy', () => {
  const shapes: readonly (readonly [number, number])[] = [
    [0, 3],
    [1, 1],
    [1, 4],
    [3, 5],
    [7, 10],
    [4, 33],
  ];

  it.each(shapes)('of [%i, %i]', async (rows, columns) => {
    const logits = randomPlain([rows, columns], 1);
    const labels = labelsOf([rows, columns], 2);
    const dy = randomPlain([rows], 3);
    const [losses] = await runGuarded('SoftmaxCrossEntropy', { logits, labels });
    const [gradient] = await runGuarded('SoftmaxCrossEntropyGrad', { dy, logits, labels });
    const expectedLosses: number[] = [];
    const expectedGradient: number[] = [];
    for (let i = 0; i < rows; i++) {
      const z = logits.values.slice(i * columns, (i + 1) * columns);
      const y = labels.values.slice(i * columns, (i + 1) * columns);
      const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
      const mass = y.reduce((sum, value) => sum + value, 0);
      expectedLosses.push(y.reduce((sum, value, j) => sum + value * (Math.log(total) - z[j]!), 0));
      y.forEach((value, j) => {
        expectedGradient.push(dy.values[i]! * ((Math.exp(z[j]!) / total) * mass - value));
      });
    }
    expect(losses!.shape).toEqual([rows]);
    expect(gradient!.shape).toEqual([rows, columns]);
    expectClose(losses!.values, expectedLosses, 2e-6);
    expectClose(gradient!.values, expectedGradient, 1e-6);
  });

  it.each(shapes)('of classes is that of one-hot rows, [%i, %i]', async (rows, columns) => {
    const logits = randomPlain([rows, columns], 1);
    const classes = Array.from({ length: rows }, (_, i) => (5 * i + 2) % columns);
    const dy = randomPlain([rows], 3);
    const hot = classes.flatMap((own) => Array.from({ length: columns }, (_, j) => (j === own ? 1 : 0)));
    const [numbered, oneHot] = [
      { values: classes, shape: [rows], dtype: 'int32' },
      { values: hot, shape: [rows, columns], dtype: 'float32' },
    ] as const;
    for (const [name, inputs] of [
      ['SoftmaxCrossEntropy', { logits }],
      ['SoftmaxCrossEntropyGrad', { dy, logits }],
    ] as const) {
      const [found] = await runGuarded(name, { ...inputs, labels: numbered });
      const [expected] = await runGuarded(name, { ...inputs, labels: oneHot });
      expect(found).toEqual(expected);
    }
  });

  it('is NaN in rows whose class is out of range', async () => {
    const logits = randomPlain([4, 3], 1);
    const labels: Plain = { values: [0, 3, -1, 2], shape: [4], dtype: 'int32' };
    const dy = randomPlain([4], 3);
    const [losses] = await runGuarded('SoftmaxCrossEntropy', { logits, labels });
    expect(losses!.values.map(Number.isNaN)).toEqual([false, true, true, false]);
    const [gradient] = await runGuarded('SoftmaxCrossEntropyGrad', { dy, logits, labels });
    expect(gradient!.values.map(Number.isNaN)).toEqual([0, 1, 1, 0].flatMap((none) => Array(3).fill(none === 1)));
  });

  it('is exact for logits far apart', async () => {
    const logits: Plain = { values: [1e4, -1e4, 0, -1e4, 1e4, 0], shape: [2, 3], dtype: 'float32' };
    const labels: Plain = { values: [1, 0, 0, 1, 0, 0], shape: [2, 3], dtype: 'float32' };
    const dy: Plain = { values: [1, 1], shape: [2], dtype: 'float32' };
    expect((await runGuarded('SoftmaxCrossEntropy', { logits, labels }))[0]!.values).toEqual([0, 20000]);
    expect((await runGuarded('SoftmaxCrossEntropyGrad', { dy, logits, labels }))[0]!.values).toEqual([
      0, 0, 0, -1, 1, 0,
    ]);
  });

  it('keeps NaN in its row', async () => {
    const logits: Plain = { values: [1, Number.NaN, 1, 2], shape: [2, 2], dtype: 'float32' };
    const labels: Plain = { values: [1, 0, 1, 0], shape: [2, 2], dtype: 'float32' };
    const [losses] = await runGuarded('SoftmaxCrossEntropy', { logits, labels });
    expect(losses!.values.map(Number.isNaN)).toEqual([true, false]);
  });

  it('refuses int32 probabilities', async () => {
    const logits = randomPlain([2, 2], 1);
    const labels: Plain = { values: [1, 0, 0, 1], shape: [2, 2], dtype: 'int32' };
    await expect(runGuarded('SoftmaxCrossEntropy', { logits, labels })).rejects.toThrow(
      'SoftmaxCrossEntropy: `labels` must be float32; received int32. Convert it with cast.',
    );
  });
});
