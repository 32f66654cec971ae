import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { gradientDepth } from './tape.js';

/** One function for each input that has a gradient; only those that are needed are called. */
export type InputGradients = Record<string, () => Tensor>;

/**
 * The gradient of a kernel as a function of its inputs.
 *
 * @param save the inputs that the gradient needs, kept from the forward to the backward pass
 * @param f returns new tensors, never `dy` itself: the tape disposes what it accumulates
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

/** How a gradient by the output can be differentiated again. */
type Recompute<Name extends string, Attrs> = {
  /** All inputs that the output depends on. */
  readonly inputs: readonly Name[];
  /** Runs the kernel again. */
  readonly output: (saved: { readonly [N in Name]: Tensor }, attrs: Attrs) => Tensor;
};

/**
 * The gradient of a kernel that is cheapest to compute from its output, e.g. `1 − y²` for tanh.
 *
 * tfjs puts a saved output on the tape before the kernel that made it, so a second derivative takes it for a constant.
 * Therefore inside nested gradients, and only there, the inputs are kept too, and the output is computed and recorded
 * again.
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

/** The gradient of a kernel that is constant wherever it is continuous, as steps and comparisons: zeros. */
export function noGradient(kernelName: string, inputs: readonly string[]): GradConfig {
  return kernelGradient(kernelName, inputs, (_dy, saved) =>
    Object.fromEntries(inputs.map((name) => [name, () => zerosOf(saved[name]!)])),
  );
}

/** float32 zeros of a tensor's shape: gradients are float32, whatever the tensor's dtype. */
export function zerosOf({ shape }: Tensor): Tensor {
  return engine().runKernel('Fill', {}, { shape, value: 0, dtype: 'float32' });
}

function named<Name extends string>(
  names: readonly Name[],
  tensors: readonly Tensor[],
): { readonly [N in Name]: Tensor } {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as { [N in Name]: Tensor }; // saved in this order
}

/** Names a gradient. Spreading would freeze the value of a getter. */
export function withName(gradient: Omit<GradConfig, 'kernelName'>, kernelName: string): GradConfig {
  return Object.defineProperties({ kernelName } as GradConfig, Object.getOwnPropertyDescriptors(gradient)); // completed by its own properties
}
