import { concat, grads, reshape, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { differentiated, type Weights } from './derivatives.js';
import type { Nd } from './nd.js';
import type { Case } from './operation-spec.js';

/** The gradients of Σ w·y by all differentiated inputs. */
export function gradientsOf(one: Case, inputs: readonly Tensor[], { outputs }: Weights): Tensor[] {
  const of = (...floats: Tensor[]): Tensor => joined(outputsWith(one, inputs, floats));
  const at = differentiated(one.inputs).map((i) => inputs[i]!);
  return grads(of)(at, joined(outputs.map(toTensor)));
}

/** The outputs, with `floats` in place of the differentiated inputs. */
export function outputsWith(one: Case, inputs: readonly Tensor[], floats: readonly Tensor[]): Tensor[] {
  const chosen = differentiated(one.inputs);
  return [call(one)(...inputs.map((x, i) => floats[chosen.indexOf(i)] ?? x))].flat() as Tensor[]; // no promise, where there is a gradient
}

/** All elements in one tensor. The cpu backend's concat makes nothing usable of tensors without elements. */
function joined(ys: readonly Tensor[]): Tensor {
  if (ys.length === 1 || ys.every(({ size }) => size === 0)) return ys[0]!;
  return concat(ys.map((y) => reshape(y, [y.size])));
}

/** The call with its parameters as they are passed here. */
export function call(one: Case): (...inputs: Tensor[]) => ReturnType<Case['run']> {
  return one.run as (...inputs: Tensor[]) => ReturnType<Case['run']>; // of the ranks that its reference takes
}

/** The array as a tensor of the running engine. */
export function toTensor({ shape, data, dtype }: Nd): Tensor {
  const typed = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return tensor(typed.from(data), [...shape], dtype);
}
