import { describe, expect, it } from 'vitest';
import { found, isLong, runTold } from './support/mpirun.js';

const [mpirun] = found;
/** Of ten steps; more are for the check mpi. */
const EPOCHS = isLong ? 5 : 2;
type Trained = { readonly steps: readonly (readonly number[])[]; readonly losses: readonly number[] };
const kinds = ['batchNorm', 'synchronized', 'dropout'] as const;
type Facts = { readonly [Kind in (typeof kinds)[number]]: Trained } & { readonly few: number };

/** How far the weights are from others after each step, for the steps so far. */
function farthest({ steps }: Trained, expected: Trained): number {
  return Math.max(
    ...steps.flatMap((weights, i) => weights.map((w, k) => Math.abs(w - expected.steps[i]![k]!) / (i + 1))),
  );
}

describe.skipIf(mpirun === undefined)('training in processes that mpirun starts (skipped without mpirun)', () => {
  it.each(ranksOf(process.env))('is that of one process, and ends together by a signal: %i of them', async (ranks) => {
    const [together, alone] = await Promise.all([
      runTold<Facts>(mpirun!, { ranks, program: 'training', args: ['1', String(EPOCHS)] }),
      // Several normalize each its own rows, as one does that adds up batches of that size.
      runTold<Facts>(mpirun!, { ranks: 1, program: 'training', args: [String(ranks), String(EPOCHS)] }),
    ]);
    expect(alone.code, alone.err).toBe(0);
    expect(together.facts, together.err).toHaveLength(ranks);
    // One of them has printed a line for each epoch of three trainings.
    expect(together.err.match(/^epoch \d\/\d: .*/gm)).toHaveLength(3 * EPOCHS);
    // Then one got a signal, all have stopped, and the first has written a checkpoint.
    expect(together.code).toBe(143);
    expect(together.err).not.toMatch(/rank \d of/);
    expect(together.files.filter((file) => file.endsWith('.safetensors'))).toEqual([
      expect.stringMatching(/^run0.step-\d{8}\.safetensors$/),
    ]);
    for (const { few } of together.facts) expect(few).toBeCloseTo(alone.facts[0]!.few, 5);
    for (const kind of kinds) {
      const one = alone.facts[0]![kind];
      for (const facts of together.facts) {
        expect(facts[kind]).toEqual(together.facts[0]![kind]);
        expect(facts[kind].steps).toHaveLength(10 * EPOCHS);
        expect(farthest(facts[kind], one)).toBeLessThan(1e-6);
        for (const [i, loss] of facts[kind].losses.entries()) expect(loss).toBeCloseTo(one.losses[i]!, 5);
      }
    }
  });
});

/** Of how many processes there is a test; those of four are for a check on request. */
function ranksOf({ NEURITE_RANKS = '2' }: NodeJS.ProcessEnv): number[] {
  return NEURITE_RANKS.split(',').map(Number);
}
