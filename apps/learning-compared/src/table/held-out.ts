import { type Answers, pipeline } from '@neurite/classical';
import type { Estimator, FittedEstimator } from '@neurite/core';
import type { Space, Values } from '@neurite/tuning';
import type { Candidate } from './candidates.js';
import type { Division } from './divide.js';
import { preparationOf } from './preparations.js';
import type { Answered, Question, Row } from './question.js';
import { ask } from './scores.js';

export type RowModel = FittedEstimator<ArrayLike<Row>>;

/** A kind of model with its preparation, as one estimator of rows. */
export function estimatorOf(
  candidate: Candidate,
  values: Values<Space>,
  { inputs }: Question,
): Estimator<ArrayLike<Row>, RowModel> {
  const { preparation, estimator } = candidate.choose(values);
  return pipeline(preparationOf(preparation, inputs), estimator);
}

export type HeldOut = {
  readonly model: RowModel;
  readonly truth: Float64Array;
  readonly answers: Answers;
};

/** Learns from some of the rows, and predicts those that nothing was chosen by. */
export async function predictHeldOut(
  estimator: Estimator<ArrayLike<Row>, RowModel>,
  { rows, y, question }: Answered,
  { learned, heldOut, seed }: Pick<Division, 'learned' | 'heldOut'> & { readonly seed: number },
): Promise<HeldOut> {
  const take = (numbers: Uint32Array) => Array.from(numbers, (row) => rows[row]!);
  const answersOf = (numbers: Uint32Array) => Float64Array.from(numbers, (row) => y[row]!);
  const model = await estimator.fit(take(learned), answersOf(learned), { seed });
  return { model, truth: answersOf(heldOut), answers: ask(model, take(heldOut), question.classes?.length) };
}
