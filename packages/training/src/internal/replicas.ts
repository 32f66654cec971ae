import {
  ArgumentError,
  type Json,
  loadState,
  type NamedTensors,
  type Parallel,
  type Parameter,
  stateDict,
} from '@neurite/core';
import { cast, dispose, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { readJson, writeJson } from './json.js';
import type { Rows } from './load-value.js';
import { prefixed, unprefixed } from './named-tensors.js';
import type { Weights } from './weights.js';

/** Processes that take each step together, each with its share of the rows of a batch. */
export class Replicas {
  readonly #parallel: Parallel;

  constructor(parallel: Parallel) {
    this.#parallel = parallel;
  }

  /** The share of this process in so many rows. */
  rowsOf(size: number): Rows {
    const { rank, size: count } = this.#parallel;
    const first = Math.floor((rank * size) / count);
    return { first, count: Math.floor(((rank + 1) * size) / count) - first };
  }

  /**
   * Gives each process the weights of the first.
   *
   * @throws ArgumentError when they do not go on from the same step
   */
  async share(weights: Weights): Promise<void> {
    const steps = await this.gather(weights.state.step);
    if (steps.some((step) => step !== steps[0])) {
      throw new ArgumentError({
        where: 'fit',
        argument: 'parallel',
        expected: 'join processes that go on from the same step',
        received: `steps ${steps.join(', ')}`,
        advice: 'Give each of them the same checkpoints',
      });
    }
    const own = {
      ...prefixed('model/', stateDict(weights.model)),
      ...prefixed('optimizer/', weights.state.optimizer),
    };
    const shared = unflatten(own, await this.#parallel.broadcast(await flatten(own)));
    loadState(weights.model, unprefixed('model/', shared));
    dispose(unprefixed('model/', shared));
    weights.adopt(unprefixed('optimizer/', shared));
  }

  /** What each of the processes gives, in the order of their ranks. */
  async gather<T extends Json>(value: T): Promise<T[]> {
    const { rank, size } = this.#parallel;
    const text = new TextEncoder().encode(writeJson(value));
    const lengths = new Float64Array(size);
    lengths[rank] = text.length;
    await this.#parallel.allReduce(lengths);
    const begins = [0];
    for (const length of lengths) begins.push(begins.at(-1)! + length);
    const all = new Uint8Array(begins.at(-1)!);
    all.set(text, begins[rank]);
    await this.#parallel.allReduce(all);
    const parts = begins.slice(1).map((end, i) => new TextDecoder().decode(all.subarray(begins[i]!, end)));
    return parts.map((part) => readJson(part) as T); // as each has written it
  }

  /** Adds up tensors of the same names and shapes in float32. */
  async sum(tensors: NamedTensors): Promise<NamedTensors> {
    return unflatten(tensors, await this.#parallel.allReduce(Float32Array.from(await flatten(tensors))));
  }

  /**
   * Makes one buffer of those of all processes, as each parameter says.
   *
   * @param isCurrent whether this process has had rows in this step; the others do not count
   */
  async reduce(
    buffers: NamedTensors,
    { parameters, isCurrent }: { readonly parameters: ReadonlyMap<string, Parameter>; readonly isCurrent: boolean },
  ): Promise<NamedTensors> {
    const current = await this.gather(isCurrent);
    const share = { mean: isCurrent ? 1 / current.filter(Boolean).length : 0, first: 0 };
    if (current.indexOf(true) === this.#parallel.rank) share.first = 1;
    const values = await flatten(buffers, (path) => share[parameters.get(path)!.reduce]);
    return unflatten(buffers, await this.#parallel.allReduce(values));
  }
}

/** The numbers of all tensors in a row, each times a factor. */
async function flatten(tensors: NamedTensors, factorOf: (name: string) => number = () => 1): Promise<Float64Array> {
  const entries = Object.entries(tensors);
  const read = await Promise.all(entries.map(([, value]) => value.data()));
  const all = new Float64Array(entries.reduce((sum, [, { size }]) => sum + size, 0));
  let at = 0;
  for (const [i, [name]] of entries.entries()) {
    const factor = factorOf(name);
    for (const value of read[i]!) all[at++] = value * factor;
  }
  return all;
}

/** Tensors like others, of such numbers; the caller owns them. */
function unflatten(like: NamedTensors, values: Float64Array | Float32Array): NamedTensors {
  let at = 0;
  const entries = Object.entries(like).map(([name, { shape, dtype, size }]): readonly [string, Tensor] => {
    const own = Float32Array.from(values.subarray(at, at + size));
    at += size;
    return [name, tidy(() => cast(tensor(own, shape, 'float32'), dtype))];
  });
  return Object.fromEntries(entries);
}
