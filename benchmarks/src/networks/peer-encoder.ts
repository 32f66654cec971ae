import {
  add,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  rsqrt,
  softmax,
  split,
  square,
  sub,
  type Tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';

type Sizes = {
  readonly dimension: number;
  readonly heads: number;
  readonly hidden: number;
  readonly name: string;
  readonly inputShape?: number[];
};
type Weight = ReturnType<layers.Layer['addWeight']>;

/** A transformer encoder layer for tfjs-layers, which has no attention, of ordinary operations. */
export class PeerEncoder extends layers.Layer {
  static className = 'PeerEncoder';
  readonly #sizes: Sizes;
  readonly #weights = new Map<string, Weight>();

  constructor(sizes: Sizes) {
    super(sizes.inputShape === undefined ? { name: sizes.name } : { name: sizes.name, inputShape: sizes.inputShape });
    this.#sizes = sizes;
  }

  override build(): void {
    const { dimension, hidden } = this.#sizes;
    const draw = initializers.glorotUniform({ seed: 1 });
    const dense = (name: string, from: number, to: number): void => {
      this.#weights.set(`${name}.kernel`, this.addWeight(`${name}.kernel`, [from, to], 'float32', draw));
      this.#weights.set(`${name}.bias`, this.addWeight(`${name}.bias`, [to], 'float32', initializers.zeros()));
    };
    const norm = (name: string): void => {
      this.#weights.set(`${name}.scale`, this.addWeight(`${name}.scale`, [dimension], 'float32', initializers.ones()));
      this.#weights.set(
        `${name}.offset`,
        this.addWeight(`${name}.offset`, [dimension], 'float32', initializers.zeros()),
      );
    };
    dense('queryKeyValue', dimension, 3 * dimension);
    dense('output', dimension, dimension);
    dense('hidden', dimension, hidden);
    dense('back', hidden, dimension);
    norm('firstNorm');
    norm('secondNorm');
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const attended = this.#norm('firstNorm', add(x, this.#dense('output', this.#attend(x))));
      const hidden = relu(this.#dense('hidden', attended));
      return this.#norm('secondNorm', add(attended, this.#dense('back', hidden)));
    });
  }

  #attend(x: Tensor): Tensor {
    const { dimension, heads } = this.#sizes;
    const [batch, time] = x.shape as [number, number];
    const [query, key, value] = split(this.#dense('queryKeyValue', x), 3, 2).map((part) =>
      transpose(reshape(part, [batch, time, heads, dimension / heads]), [0, 2, 1, 3]),
    ) as [Tensor, Tensor, Tensor]; // split in three
    const scores = mul(matMul(query, key, false, true), 1 / Math.sqrt(dimension / heads));
    return reshape(transpose(matMul(softmax(scores), value), [0, 2, 1, 3]), [batch, time, dimension]);
  }

  #dense(name: string, x: Tensor): Tensor {
    const [batch, time, features] = x.shape as [number, number, number];
    const kernel = this.#read(`${name}.kernel`);
    const rows = add(matMul(reshape(x, [batch * time, features]), kernel), this.#read(`${name}.bias`));
    return reshape(rows, [batch, time, kernel.shape[1]!]);
  }

  #norm(name: string, x: Tensor): Tensor {
    const centered = sub(x, mean(x, -1, true));
    const inverse = rsqrt(add(mean(square(centered), -1, true), 1e-5));
    return add(mul(mul(centered, inverse), this.#read(`${name}.scale`)), this.#read(`${name}.offset`));
  }

  #read(name: string): Tensor {
    return this.#weights.get(name)!.read();
  }
}
