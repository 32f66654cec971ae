import { fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { biasActivationGradOperation, type FusedActivation, fusedBiasActivation } from '../dense/bias-activation.js';

type Inputs = Readonly<Record<'x' | 'kernel' | 'bias', Tensor>>;

/** A product of x and a kernel, with derivatives of any order. */
type Product<Attrs extends object> = {
  readonly name: string;
  readonly multiply: (x: Tensor, kernel: Tensor, attrs: Attrs) => Tensor;
  /** The gradients by x and kernel. */
  readonly backward: (dz: Tensor, x: Tensor, kernel: Tensor, attrs: Attrs) => readonly (() => Tensor)[];
};

/** A product, a bias for each of its columns and an activation. `run` is one operation where there is one, else two. */
export type Biased<Attrs extends object> = {
  readonly linear: Operation<Inputs, Attrs, Tensor>;
  readonly relu: Operation<Inputs, Attrs, Tensor>;
  readonly run: (inputs: Inputs, attrs: Attrs, activation: FusedActivation) => Tensor;
};

/**
 * The operation `name`, a product and a bias, and `<name>Relu`, with relu after it. They are two because the gradient of
 * the second keeps the output, and that of the first does not.
 */
export function biased<Attrs extends object>({ name, multiply, backward }: Product<Attrs>): Biased<Attrs> {
  const composed =
    (activation: FusedActivation) =>
    ({ x, kernel, bias }: Inputs, attrs: Attrs): Tensor =>
      fusedBiasActivation({ x: multiply(x, kernel, attrs), bias }, { activation });
  const make = (kernelName: string, activation: 'linear' | 'relu'): Operation<Inputs, Attrs, Tensor> =>
    fusedOperation({
      name: kernelName,
      compose: composed(activation),
      inputs: ['x', 'kernel', 'bias'],
      keeps: ['x', 'kernel'],
      outputs: [activation === 'relu'],
      backward: ([dy], { x, kernel }, [y], attrs) => {
        const [dz = dy!, dBias] = y ? biasActivationGradOperation({ dy: dy!, y }, { activation: 'relu' }) : [];
        return [...backward(dz, x, kernel, attrs), dBias ?? (() => sumTo(dz, dz.shape.slice(-1)))];
      },
    });
  const fused = { linear: make(name, 'linear'), relu: make(`${name}Relu`, 'relu') };
  return {
    ...fused,
    run: (inputs, attrs, activation) =>
      activation === 'linear' || activation === 'relu'
        ? fused[activation](inputs, attrs)
        : tidy(() => composed(activation)(inputs, attrs)),
  };
}
