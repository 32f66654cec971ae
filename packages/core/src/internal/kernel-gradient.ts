import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { gradientDepth } from './tape.js';

/** One function for each input that can be differentiated; only those on the way to the answer are called. */
export type InputGradients = Record<string, () => Tensor>;

/**
 * The gradient of a kernel that follows from its inputs.
 *
 * @param save the inputs that the gradient needs: kept from the forward pass to the backward pass
 * @param f returns new tensors: the tape disposes what it accumulates, so `dy` itself must never be returned
 */
export function kernelGradient<Name extends string = never, Attrs = unknown>(
  kernelName: string,
  save: readonly Name[],
  f: (dy: Tensor, saved: { readonly [N in Name]: Tensor }, attrs: Attrs) => InputGradients,
): GradConfig {
  return {
    kernelName,
    inputsToSave: [...save],
    gradFunc: (dy, saved, attrs) => f(dy as Tensor, named(save, saved), attrs as Attrs), // one output, attributes of this kernel
  };
}

/** How an output gradient can be differentiated once more. */
type Recompute<Name extends string, Attrs> = {
  /** All inputs that the output depends on. */
  readonly inputs: readonly Name[];
  /** The kernel itself, once more. */
  readonly output: (saved: { readonly [N in Name]: Tensor }, attrs: Attrs) => Tensor;
};

/**
 * The gradient of a kernel that is cheapest from its output, e.g. `1 − y²` for tanh.
 *
 * tfjs puts a saved output on the tape before the kernel that made it, so it counts as a constant in a second
 * derivative. Therefore inside nested gradients, and only there, the inputs are kept too and the output is computed
 * again where that is recorded.
 */
export function outputGradient<Name extends string, Attrs = unknown>(
  kernelName: string,
  recompute: Recompute<Name, Attrs>,
  f: (dy: Tensor, y: Tensor, attrs: Attrs) => InputGradients,
): GradConfig {
  return {
    kernelName,
    get inputsToSave(): string[] {
      return gradientDepth() > 1 ? [...recompute.inputs] : [];
    },
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const y = saved.at(-1)!;
      const again = saved.length > 1 && gradientDepth() > 0;
      const output = again ? recompute.output(named(recompute.inputs, saved), attrs as Attrs) : y;
      return f(dy as Tensor, output, attrs as Attrs); // one output, attributes of this kernel
    },
  };
}

/** The gradient of a kernel whose output does not change with its inputs, as steps and comparisons. */
export function noGradient(kernelName: string, inputs: readonly string[]): GradConfig {
  return kernelGradient(kernelName, inputs, (_dy, saved) =>
    Object.fromEntries(inputs.map((name) => [name, () => zerosOf(saved[name]!)])),
  );
}

/** float32 zeros of a tensor's shape: a gradient is float32 whatever the tensor is. */
export function zerosOf({ shape }: Tensor): Tensor {
  return engine().runKernel('Fill', {}, { shape, value: 0, dtype: 'float32' });
}

function named<Name extends string>(
  names: readonly Name[],
  tensors: readonly Tensor[],
): { readonly [N in Name]: Tensor } {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as { [N in Name]: Tensor }; // saved in this order
}

/** Names a gradient. A copy by spreading would freeze what a getter answers. */
export function withName(gradient: Omit<GradConfig, 'kernelName'>, kernelName: string): GradConfig {
  return Object.defineProperties({ kernelName } as GradConfig, Object.getOwnPropertyDescriptors(gradient)); // completed by its own properties
}
