import { NumericError } from '@neurite/core';
import { type CtcInputs, ctcGradOperation, ctcOperation } from '@neurite/ops';
import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/** What labels are aligned with steps. */
export type CtcLabels = Omit<CtcInputs, 'logProbabilities'> & { readonly blank: number };

/**
 * The negative log-likelihood of labels, over all their alignments with the steps.
 *
 * @param logProbabilities [batch, time, classes]
 * @returns [batch]; ∞ where there is no alignment
 */
export function ctcLosses(logProbabilities: Tensor, { blank, ...labels }: CtcLabels): Tensor {
  const differentiable = customGrad((...args) => {
    const [x, save] = args as unknown as [Tensor, GradSaveFunc]; // customGrad adds the second
    const [value, sums] = ctcOperation({ logProbabilities: x, ...labels }, { blank }) as [Tensor, Tensor]; // both
    save([x, labels.labels, labels.labelLengths, labels.inputLengths, sums]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        // In the order of `save`.
        const [x, tokens, labelLengths, inputLengths, sums] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
        return once(dy, x, (dy, logProbabilities) =>
          ctcGradOperation({ dy, logProbabilities, labels: tokens, labelLengths, inputLengths, sums }, { blank }),
        );
      },
    };
  });
  return differentiable(logProbabilities);
}

/** A gradient whose own gradient is refused: it would be NaN where an alignment is impossible. */
function once(dy: Tensor, x: Tensor, gradient: (dy: Tensor, x: Tensor) => Tensor): Tensor {
  return customGrad((...args) => {
    const [dy, x] = args as unknown as [Tensor, Tensor]; // as given below
    return {
      value: gradient(dy, x),
      gradFunc: () => {
        throw new NumericError({ where: 'ctc', problem: 'it has no second derivative' });
      },
    };
  })(dy, x);
}
