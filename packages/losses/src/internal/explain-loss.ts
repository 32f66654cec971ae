import { maskWeightless } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A batch of a loss. */
type LossBatch = { readonly predictions: Tensor; readonly targets: Tensor; readonly weights?: Tensor | undefined };

/**
 * Why a loss is not finite, where weights or targets are the reason. Reads values.
 *
 * @param argument what the targets are called
 * @param explain what is wrong with targets, beyond what is not finite; gets 0 at weight 0
 */
export async function explainLoss(
  { predictions, targets, weights }: LossBatch,
  argument: string,
  explain?: (predictions: Tensor, targets: Tensor, argument: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (weights !== undefined) {
    const wrong = await firstElement(weights, 'weights', (value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (wrong !== undefined) return `${wrong}, and must be finite and at least 0`;
  }
  const [known, truth] =
    weights === undefined ? [predictions, targets] : maskWeightless([predictions, targets], weights);
  try {
    const wrong = await firstElement(truth, argument, (value) => !Number.isFinite(value));
    return wrong ?? (await explain?.(known, truth, argument));
  } finally {
    if (weights !== undefined) for (const masked of [known, truth]) masked.dispose();
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
