import {
  add,
  expandDims,
  matMul,
  type Scalar,
  scalar,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { assertBackend } from './assert-backend.js';
import { checkInteger, checkOptions } from './checks.js';
import type { Context } from './context.js';
import { ArgumentError, ShapeError } from './errors.js';
import { glorotUniform } from './initializers/glorot-uniform.js';
import type { Initializer } from './initializers/initializer.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
import { RandomStream } from './random-stream.js';
import { formatShape } from './shape.js';

/** What a neuron is made of. */
export type NeuronOptions = {
  /** How many numbers it takes: an integer of at least 1. */
  readonly inputs: number;
  /** Applied to z, elementwise, e.g. tfjs's `sigmoid`. Default: none, the output is z. */
  readonly activation?: (z: Tensor2D) => Tensor2D;
  /** The first weights, one for each input. Default: drawn by `initializer`. */
  readonly weights?: readonly number[];
  /** The first bias. Default 0. */
  readonly bias?: number;
  /** Draws the weights. Default `glorotUniform()`. */
  readonly initializer?: Initializer;
  /** Where they are drawn from. Default: the stream of seed 0. */
  readonly random?: RandomStream;
};

/** The terms of a neuron's sum. */
export type NeuronExplanation = {
  /** One for each input. */
  readonly terms: readonly { readonly x: number; readonly w: number; readonly product: number }[];
  readonly bias: number;
  /** Σ products + bias. */
  readonly z: number;
  /** The activation of z; z itself where there is none. */
  readonly output: number;
  /** For people: `2 · 0.5 + 3 · (-1) + 0.1 = -1.9`, and ` → 0.1301` where there is an activation. */
  readonly text: string;
};

/**
 * The smallest unit: `z = Σ xᵢwᵢ + b`, then an activation.
 *
 * Many neurons on the same input are a dense layer, and layers one after the other a deep network.
 *
 * @example
 * using neuron = new Neuron({ inputs: 2, weights: [0.5, -1], bias: 0.1 });
 * const { text } = await neuron.explain([2, 3]); // 2 · 0.5 + 3 · (-1) + 0.1 = -1.9
 */
export class Neuron extends Module<Tensor2D, Tensor2D> {
  /** One for each input, [inputs]. */
  readonly weights: Parameter<Tensor1D>;
  /** A scalar. */
  readonly bias: Parameter<Scalar>;
  readonly #activation: ((z: Tensor2D) => Tensor2D) | undefined;

  /** @throws ArgumentError when `inputs` is not an integer of at least 1, or `weights` are not as many */
  constructor(options: NeuronOptions) {
    super();
    checkOptions('Neuron', options, ['inputs', 'activation', 'weights', 'bias', 'initializer', 'random']);
    const { inputs, activation, weights, bias = 0 } = options;
    const { initializer = glorotUniform(), random = RandomStream.fromSeed(0) } = options;
    checkInteger('Neuron', 'inputs', inputs, { min: 1 });
    if (weights !== undefined && weights.length !== inputs) {
      throw new ArgumentError({
        where: 'Neuron',
        argument: 'weights',
        expected: `have one number for each input, ${inputs}`,
        received: String(weights.length),
      });
    }
    assertBackend('Neuron');
    const fans = { fanIn: inputs, fanOut: 1 };
    const first = weights === undefined ? initializer([inputs], random.child('weights'), fans) : tensor1d([...weights]);
    this.weights = new Parameter(first as Tensor1D); // of the shape asked for
    this.bias = new Parameter(scalar(bias));
    this.#activation = activation;
  }

  /**
   * @param x [batch, inputs]
   * @returns [batch, 1]; the caller owns it
   * @throws ShapeError
   */
  override forward(x: Tensor2D, _context?: Context): Tensor2D {
    const inputs = this.weights.shape[0]!;
    if (x.rank !== 2 || x.shape[1] !== inputs) {
      throw new ShapeError({
        where: 'Neuron',
        argument: 'x',
        expected: `have shape [batch, ${inputs}]`,
        received: formatShape(x.shape),
      });
    }
    return tidy(() => {
      const z = add(matMul(x, expandDims(this.weights.value, 1)), this.bias.value) as Tensor2D; // [batch, 1]
      return this.#activation === undefined ? z : this.#activation(z);
    });
  }

  /**
   * Writes out the sum for one input.
   *
   * @param x as many numbers as the neuron has inputs
   * @throws ShapeError
   */
  async explain(x: readonly number[]): Promise<NeuronExplanation> {
    const weights = await this.weights.value.data();
    const bias = (await this.bias.value.data())[0]!;
    if (x.length !== weights.length) {
      throw new ShapeError({
        where: 'Neuron.explain',
        argument: 'x',
        expected: `have ${weights.length} numbers, one for each input`,
        received: String(x.length),
      });
    }
    const terms = x.map((value, i) => ({ x: value, w: weights[i]!, product: value * weights[i]! }));
    const z = terms.reduce((sum, { product }) => sum + product, 0) + bias;
    const output = await this.#activate(z);
    const sum = [...terms.map((term) => `${short(term.x)} · ${inner(term.w)}`), inner(bias)].join(' + ');
    const text = `${sum} = ${short(z)}${this.#activation === undefined ? '' : ` → ${short(output)}`}`;
    return { terms, bias, z, output, text };
  }

  async #activate(z: number): Promise<number> {
    const activation = this.#activation;
    if (activation === undefined) return z;
    const activated = tidy(() => activation(tensor2d([[z]])));
    const [output] = await activated.data();
    activated.dispose();
    return output!;
  }
}

/** Four digits are enough to follow a sum. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Brackets keep a sign away from the operator before it. */
function inner(value: number): string {
  return value < 0 ? `(${short(value)})` : short(value);
}
