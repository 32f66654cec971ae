import { tensorsOf } from '@neurite/core';
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { TargetWeights } from '../target-weights.js';
import { combineWeights, maskTrees } from './mask-trees.js';

/** A batch of a loss. */
type LossBatch<Predictions, Targets> = {
  readonly predictions: Predictions;
  readonly targets: Targets;
  readonly weights?: Tensor | undefined;
};

type Explaining<Predictions, Targets> = {
  /** How losses count by their targets. */
  readonly weigh: ((targets: Targets, predictions: Predictions) => TargetWeights) | undefined;
  /** What is wrong with targets, beyond what is not finite; gets 0 at weight 0. */
  readonly explain: (
    predictions: Predictions,
    targets: Targets,
    argument: string,
  ) => Promise<string | undefined> | undefined;
};

/**
 * Why a loss is not finite, where weights or targets are the reason. Reads values.
 *
 * @param argument what the targets are called
 */
export async function explainLoss<Predictions, Targets>(
  { predictions, targets, weights: given }: LossBatch<Predictions, Targets>,
  argument: string,
  { weigh, explain }: Explaining<Predictions, Targets>,
): Promise<string | undefined> {
  if (given !== undefined) {
    const wrong = await firstElement(given, 'weights', (value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) return `${wrong}, and must be finite and at least 0`;
  }
  let masked: readonly [Predictions, Targets] | undefined;
  tidy(() => {
    const weights = combineWeights(given, weigh?.(targets, predictions).weights);
    if (weights !== undefined) masked = maskTrees([predictions, targets], weights);
    return [...tensorsOf(masked).values()];
  });
  const [known, truth] = masked ?? [predictions, targets];
  try {
    for (const [path, tensor] of tensorsOf(truth)) {
      const name = path === '' ? argument : `${argument}.${path}`;
      const wrong = await firstElement(tensor, name, (value) => !Number.isFinite(value));
      if (wrong !== undefined) return wrong;
    }
    return await explain(known, truth, argument);
  } finally {
    dispose([...tensorsOf(masked).values()]);
  }
}

/** The first element that `f` picks, e.g. "Element [2, 0] of `y` is 7"; undefined where there is none. */
export async function firstElement(
  tensor: Tensor,
  argument: string,
  f: (value: number) => boolean,
): Promise<string | undefined> {
  const values = await tensor.data();
  const at = values.findIndex(f);
  if (at < 0) return undefined;
  const index = tensor.shape.map((_, axis) => {
    const inner = tensor.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    return Math.floor(at / inner) % tensor.shape[axis]!;
  });
  return `Element [${index.join(', ')}] of \`${argument}\` is ${values[at]}`;
}
