import { add, clone, engine, type GradConfig, getKernel, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import { type InputGradients, zerosOf } from './kernel-gradient.js';
import { differentiate, gradientDepth } from './tape.js';

type Tensors = Readonly<Record<string, Tensor>>;

/** How an operation is differentiated whose gradient is a kernel too. */
export type FusedGradient<Inputs extends Tensors, Attrs extends object> = {
  /** All inputs, each of which `compose` reads. */
  readonly inputs: readonly (keyof Inputs & string)[];
  /**
   * The inputs that the gradient's kernel reads; only these are kept from the forward to the backward pass. Default: all.
   */
  readonly keeps?: readonly (keyof Inputs & string)[];
  /** For each output, whether the gradient's kernel reads it. Default: none is kept. */
  readonly outputs?: readonly boolean[];
  /** The kernels that `backward` runs, where a backend may lack them: then the gradient of `compose` is taken. */
  readonly kernels?: readonly string[];
  /** Whether a backend's kernel is wrong with these attributes, so that the gradient of `compose` is taken. */
  readonly mistaken?: (attrs: Attrs) => boolean;
  /** The operation in ordinary operations. */
  readonly compose: (inputs: Inputs, attrs: Attrs) => Tensor | Tensor[];
  /**
   * Runs the gradient's kernel; called once, whichever inputs are differentiated by.
   *
   * @returns the gradients by the inputs, in their order; as a function, where it is computed only when needed
   */
  readonly backward: (
    dys: readonly Tensor[],
    inputs: Inputs,
    outputs: readonly Tensor[],
    attrs: Attrs,
  ) => readonly (Tensor | (() => Tensor))[];
};

/**
 * The gradient of an operation: the gradient's kernel, and inside nested gradients the gradient of the composed
 * definition.
 *
 * Nested, the gradient itself has to be differentiable, to any order, and a saved output would count as a constant (see
 * `outputGradient`). Ordinary operations give both for free, and second derivatives of whole networks are too rare to
 * have kernels.
 */
export function fusedGradient<Inputs extends Tensors, Attrs extends object>({
  inputs,
  keeps = inputs,
  outputs = [],
  kernels = [],
  mistaken = () => false,
  compose,
  backward,
}: FusedGradient<Inputs, Attrs>): Omit<GradConfig, 'kernelName'> {
  const keptOutputs = outputs.filter(Boolean).length;
  return {
    get inputsToSave(): string[] {
      return [...(gradientDepth() > 1 ? inputs : keeps)];
    },
    outputsToSave: [...outputs],
    gradFunc: (dy, saved, attrs): InputGradients => {
      const dys = [dy].flat();
      const count = saved.length - keptOutputs;
      const names = count === inputs.length ? inputs : keeps;
      const kept = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      // Without all inputs only the kernel can run; differentiating it is an error of the tape, never a wrong number.
      const composed =
        gradientDepth() > 0 ||
        kernels.some((name) => getKernel(name, engine().backendName) === undefined) ||
        mistaken(attrs as unknown as Attrs);
      if (composed && count === inputs.length) {
        return ofComposed(dys, kept, (again) => compose(again as Inputs, attrs as unknown as Attrs)); // saved under these names
      }
      const gradients = backward(dys, kept as Inputs, saved.slice(count), attrs as unknown as Attrs); // it reads only what it keeps
      return Object.fromEntries(
        gradients.map((by, i) => [inputs[i]!, typeof by === 'function' ? by : (): Tensor => by]),
      );
    },
  };
}

/** The gradient of a kernel by the gradient of its composed definition. */
export function composedGradient<Name extends string, Attrs>(
  kernelName: string,
  inputs: readonly Name[],
  compose: (inputs: { readonly [N in Name]: Tensor }, attrs: Attrs) => Tensor,
): GradConfig {
  return {
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (dy, saved, attrs) => {
      const kept = Object.fromEntries(inputs.map((name, i) => [name, saved[i]!]));
      return ofComposed(
        [dy].flat(),
        kept,
        (again) => compose(again as { readonly [N in Name]: Tensor }, attrs as unknown as Attrs), // saved under these names
      );
    },
  };
}

function ofComposed(
  dys: readonly Tensor[],
  inputs: Tensors,
  compose: (inputs: Tensors) => Tensor | Tensor[],
): InputGradients {
  const names = Object.keys(inputs);
  // New tensors: in a third derivative `dys` may depend on the saved ones.
  const again = Object.fromEntries(names.map((name) => [name, clone(inputs[name]!)]));
  const weighted = (): Tensor =>
    [compose(again)]
      .flat()
      .map((y, i) => sum(mul(y, dys[i]!)))
      .reduce((total, next) => add(total, next));
  const xs = Object.values(again);
  const { gradients } = differentiate(() => ({ value: weighted() }), xs);
  return Object.fromEntries(
    names.map((name, i) => {
      const gradient = gradients[i];
      return [name, () => (gradient === undefined ? zerosOf(xs[i]!) : clone(gradient))];
    }),
  );
}
