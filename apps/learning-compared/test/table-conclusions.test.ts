import { describe, expect, it } from 'vitest';
import type { Compared, TableFindings } from '../src/table/findings.js';
import { bootstrapInterval, foldInterval } from '../src/table/intervals.js';
import { scoresOf } from '../src/table/scores.js';
import { tableConclusions } from '../src/table/table-conclusions.js';

/** Interval of half a width. */
const about = (mean: number, half = 0.01) => ({ mean, lower: mean - half, upper: mean + half });

function compared(name: string, title: string, mean: number, behind = about(0)): Compared {
  const tuned = { candidate: { name, title }, scores: [mean, mean] } as unknown as Compared['tuned']; // what conclusions read
  return { tuned, folds: about(mean), behind, heldOut: [about(mean)] };
}

const boosting = (mean: number, behind = about(0)) => compared('boosting', 'gradient boosting', mean, behind);
const network = (mean: number, behind = about(0)) => compared('network', 'dense network', mean, behind);
const curve = (half: number, all: number) =>
  [
    { rows: 100, half },
    { rows: 200, half: all },
  ].map(({ rows, half: mean }) => ({ rows, scores: [mean, mean + 0.001], interval: about(mean) }));
const importance = (name: string, mean: number) => ({ input: { name }, mean, deviation: 0.01 });

function conclude(changed: Partial<Record<keyof TableFindings, unknown>> = {}): readonly string[] {
  return tableConclusions({
    answered: { question: { target: 'price', classes: undefined, inputs: [] } },
    scores: scoresOf({ classes: undefined }),
    counts: { rows: 300, tuned: 240, heldOut: 60, folds: 5 },
    compared: [boosting(0.9), network(0.8, about(0.1))],
    constant: [0, -9],
    best: { scores: [about(0.88), about(-2)] },
    importances: [importance('size', 0.5), importance('color', 0.001)],
    curve: curve(0.8, 0.9),
    ...changed,
  } as unknown as TableFindings);
}

describe('what follows from a table', () => {
  it('says all of it', () => {
    expect(conclude()).toEqual([
      'Gradient boosting predicts price best in the folds. On 60 rows that nothing was chosen by, with 95 % intervals: R² 0.880 (0.870 to 0.890) and mean absolute error 2 (1.99 to 2.01).',
      'Something was learned: for the same prediction in every row the R² is 0.000.',
      'Dense network has a worse R².',
      'The network is worse than gradient boosting here.',
      'What matters most: size; the R² becomes worse when their values are shuffled. 1 of 2 inputs are not known to matter by themselves.',
      'More rows would help: From 100 to 200 rows the R² went from 0.800 to 0.900. Each doubling brings less than the one before, as a rule.',
    ]);
  });

  it.each([
    ['nothing learned', { best: { scores: [about(0, 0.1), about(-9)] } }, 'Nothing is known to have been learned'],
    [
      'equal models',
      { compared: [boosting(0.9), network(0.9)] },
      'Within the intervals of the folds dense network is as good.',
    ],
    [
      'a network that is better',
      { compared: [network(0.9), boosting(0.8, about(0.1))] },
      'The network is better than every classical model here.',
    ],
    [
      'a network that is first by chance',
      { compared: [network(0.9), boosting(0.9)] },
      'The network is first, but gradient boosting is as good',
    ],
    ['nothing that matters', { importances: [importance('size', 0)] }, 'No single column is known to matter'],
    ['enough rows', { curve: curve(0.9, 0.9) }, 'More rows may bring little'],
    ['rows that harm', { curve: curve(0.9, 0.8) }, 'do not say that more rows would help'],
  ])('concludes otherwise from %s', (_, changed, sentence) => {
    expect(conclude(changed).join('\n')).toContain(sentence);
    expect(conclude().join('\n')).not.toContain(sentence);
  });

  it('leaves out what there are no numbers for', () => {
    expect(conclude({ compared: [boosting(0.9)], curve: curve(0.8, 0.9).slice(1) })).toHaveLength(3);
  });

  it('turns the bounds of an error', () => {
    const [score] = scoresOf({ classes: ['a', 'b', 'c'] });
    const sentence = conclude({ scores: [score], constant: [-1.1], best: { scores: [about(-0.5, 0.1)] } })[0];
    expect(sentence).toContain('cross entropy 0.500 (0.400 to 0.600)');
  });
});

describe('intervals', () => {
  it('of folds allow for the rows that they share', () => {
    // t of 4 degrees of freedom at 97.5 % is 2.776; the variance is 0.025.
    const { mean, lower, upper } = foldInterval([0.5, 0.6, 0.7, 0.8, 0.9], 1 / 4);
    expect(mean).toBeCloseTo(0.7, 12);
    expect(upper - mean).toBeCloseTo(2.7764451 * Math.sqrt((1 / 5 + 1 / 4) * 0.025), 6);
    expect(mean - lower).toBeCloseTo(upper - mean, 12);
    expect(foldInterval([0.5], 1).upper).toBe(Number.POSITIVE_INFINITY);
  });

  it('of drawn rows are about as wide as those of a share', () => {
    const truth = Float64Array.from({ length: 400 }, (_, row) => row % 2);
    const predictions = truth.map((value, row) => (row % 10 === 0 ? 1 - value : value));
    const accuracy = scoresOf({ classes: ['a', 'b'] })[1]!;
    const { mean, lower, upper } = bootstrapInterval(
      accuracy.score,
      truth,
      { predictions, probabilities: undefined },
      1,
    );
    expect(mean).toBe(0.9);
    const half = 1.96 * Math.sqrt((0.9 * 0.1) / 400);
    expect(upper - mean).toBeCloseTo(half, 2);
    expect(mean - lower).toBeCloseTo(half, 2);
  });
});
