import type { SequenceResult } from '@neurite/core';
import {
  cumsum,
  equal,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * The output of the last step that counts: [batch, …] of [batch, time, …]; 0 where none does. To be called in a scope.
 *
 * @param mask [batch, time], float32. Default: every step counts
 */
export function lastStep(outputs: Tensor, mask: Tensor2D | undefined): Tensor {
  const [batch, time, ...rest] = outputs.shape as [number, number, ...number[]];
  if (mask !== undefined) {
    const later = cumsum(mask, 1, true, true); // the number of steps that count after each
    const last = mul(mask, equal(later, 0));
    return sum(mul(outputs, reshape(last, [batch, time, ...rest.map(() => 1)])), 1);
  }
  if (batch === 0) return sum(outputs, 1); // tfjs's cpu backend cannot slice what it stacked of nothing
  const zeros = rest.map(() => 0);
  return reshape(slice(outputs, [0, time - 1, ...zeros], [batch, 1, ...rest]), [batch, ...rest]);
}

/** The result of a cell whose state is its output, where every step counts. */
export function withLastState(outputs: Tensor3D): SequenceResult<Tensor2D> {
  return {
    outputs,
    /** Worked out where it is asked for. */
    get state(): Tensor2D {
      return lastStep(outputs, undefined) as Tensor2D; // of rank 3, without time
    },
  };
}
