import { ArgumentError, type NeuriteError } from '@neurite/core';
import { expectError, useBackend } from '@neurite/testing';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as losses from '../src/index.js';
import {
  categoricalHinge,
  dice,
  generalizedCrossEntropy,
  jaccard,
  type LossFunction,
  multiMargin,
  negativeLogLikelihood,
  softmaxCrossEntropy,
  softmaxFocalCrossEntropy,
  tversky,
} from '../src/index.js';

type Loose = Readonly<Record<string, unknown>>;
type AnyLoss = LossFunction<Loose, never, never>;
const all = Object.entries(losses).filter(([, loss]) => 'with' in loss) as unknown as [string, AnyLoss][];

/** The names of its options, from what it says of one that it does not know. */
function optionsOf(loss: AnyLoss): string[] {
  try {
    loss.with({ unknown: 1 });
  } catch (error) {
    return [...(error as NeuriteError).expected!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
  }
  throw new Error('it took an option that nobody knows');
}

/** What an error says without its details; of a list the element that is wrong is left out. */
function sentenceOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const { where, argument, expected, received, message } = error;
    expect(message).toBe(`${where}: \`${argument}\` must ${expected}; received ${received}.`);
    return `${where}: \`${argument!.split('[')[0]}\` must …; received ….`;
  }
  return 'nothing';
}

describe('every option of every loss is refused in a sentence that names it', () => {
  expect(all.length).toBeGreaterThan(35);
  it.each(all)('%s', async (name, loss) => {
    for (const option of optionsOf(loss)) {
      for (const value of ['text', Number.NaN, Number.NEGATIVE_INFINITY, {}, null]) {
        expect(sentenceOf(() => loss.with({ [option]: value }))).toBe(`${name}: \`${option}\` must …; received ….`);
      }
    }
  });
});

describe('an ignored index where labels are no classes', () => {
  beforeAll(() => useBackend('cpu'));
  it.each<[string, LossFunction<{ readonly ignoreIndex?: number | undefined }>]>([
    ['negativeLogLikelihood', negativeLogLikelihood],
    ['softmaxCrossEntropy', softmaxCrossEntropy],
    ['softmaxFocalCrossEntropy', softmaxFocalCrossEntropy],
    ['generalizedCrossEntropy', generalizedCrossEntropy],
    ['categoricalHinge', categoricalHinge],
    ['multiMargin', multiMargin],
    ['dice', dice],
    ['jaccard', jaccard],
    ['tversky', tversky],
  ])('is refused by %s', async (name, loss) => {
    const [scores, hot] = [tensor2d([[1, 2, 3]]), tensor2d([[0, 255, 1]], [1, 3], 'int32')];
    await expectError(
      () => loss(scores, hot, { ignoreIndex: 255 }),
      ArgumentError,
      `${name}: \`ignoreIndex\` must be left out where there is a label for each score, as in [1, 3]; received 255. ` +
        'Give what is not to be learned weight 0.',
    );
    const value = loss(scores, tensor1d([255], 'int32'), { ignoreIndex: 255 });
    expect(await value.data()).toEqual(new Float32Array([0]));
  });
});
