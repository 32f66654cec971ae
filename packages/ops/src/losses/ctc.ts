import { defineOperation, type Operation } from '@neurite/core/operation';
import {
  add,
  cast,
  clipByValue,
  equal,
  exp,
  expandDims,
  less,
  matMul,
  mul,
  neg,
  oneHot,
  range,
  stack,
  sub,
  type Tensor,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import {
  backwardSums,
  type CtcStates,
  emissionsOf,
  forwardSums,
  likelihood,
  statesOf,
} from '../internal/ctc-alignments.js';

/** What is aligned. */
export type CtcInputs = {
  /** [batch, time, classes], the logarithms of probabilities */
  readonly logProbabilities: Tensor;
  /** int32 [batch, labels]; one outside of the classes counts as the class nearest to it */
  readonly labels: Tensor;
  /** int32 [batch], how many labels there are */
  readonly labelLengths: Tensor;
  /** int32 [batch], how many steps count */
  readonly inputLengths: Tensor;
};
type GradInputs = CtcInputs & { readonly dy: Tensor; readonly sums: Tensor };
type Attrs = { readonly blank: number };

function statesWithin({ logProbabilities, labels, ...lengths }: CtcInputs, { blank }: Attrs): CtcStates {
  const classes = cast(clipByValue(cast(labels, 'float32'), 0, logProbabilities.shape[2]! - 1), 'int32');
  return statesOf({ ...lengths, labels: classes, blank });
}

/**
 * The kernel `Ctc`, connectionist temporal classification: logProbabilities [batch, time, classes], labels int32 [batch,
 * labels], labelLengths and inputLengths int32 [batch]; blank, one of the classes → [losses, sums], shapes [batch],
 * [batch, time, 2 · labels + 1].
 *
 * A loss is the negative logarithm of the probability of all alignments, ∞ where there is none. `sums` are the logarithms of
 * the probabilities of all beginnings that end in a state: the labels, with a blank before, between and after them. Its
 * gradient is `ctcGradOperation`, for whoever calls it to put on the tape.
 *
 * @see Graves et al. 2006, Connectionist Temporal Classification
 */
export const ctcOperation: Operation<CtcInputs, Attrs, Tensor[]> = defineOperation({
  name: 'Ctc',
  compose: (inputs: CtcInputs, attrs: Attrs) => {
    const states = statesWithin(inputs, attrs);
    const sums = forwardSums(emissionsOf(inputs.logProbabilities, states), states);
    return [neg(likelihood(sums.at(-1)!, states)), stack(sums, 1)];
  },
});

/**
 * The kernel `CtcGrad`: dy [batch], the inputs of `ctcOperation` and its sums; blank → the gradient by logProbabilities,
 * −dy times the probability of each class at each step, given the labels; 0 where dy is 0, even where the loss is infinite.
 */
export const ctcGradOperation: Operation<GradInputs, Attrs, Tensor> = defineOperation({
  name: 'CtcGrad',
  compose: ({ dy, sums, ...inputs }: GradInputs, attrs: Attrs) => {
    const states = statesWithin(inputs, attrs);
    const { logProbabilities: x, inputLengths } = inputs;
    const total = likelihood(unstack(sums, 1).at(-1)!, states);
    const joint = add(sums, stack(backwardSums(emissionsOf(x, states), states), 1));
    const steps = expandDims(range(0, x.shape[1]!, 1, 'int32'), 0);
    const within = less(steps, expandDims(inputLengths, 1)); // [batch, time]
    const shares = exp(sub(joint, expandDims(expandDims(total, -1), -1)));
    const counted = where(expandDims(within, -1), shares, 0);
    const occupancies = matMul(counted, oneHot(states.symbols, x.shape[2]!, 1, 0, 'float32') as Tensor);
    const weights = expandDims(expandDims(dy, -1), -1);
    return where(equal(weights, 0), 0, mul(occupancies, neg(weights)));
  },
});
