import {
  ArgumentError,
  type Callback,
  type Json,
  loadState,
  type NamedTensors,
  type Parallel,
  type Parameter,
  type Snapshot,
  stateDict,
} from '@neurite/core';
import { cast, type DataType, dispose, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { crc32c } from './crc32c.js';
import { GradientBuckets } from './gradient-buckets.js';
import { readJson, writeJson } from './json.js';
import type { Rows } from './load-value.js';
import { prefixed, unprefixed } from './named-tensors.js';
import type { Weights } from './weights.js';

/** Processes that take each step together, each with its share of the rows of a batch. */
export class Replicas {
  readonly #parallel: Parallel;
  #checkpoint: string | undefined;

  constructor(parallel: Parallel) {
    this.#parallel = parallel;
  }

  /** The share of a process, of this one by default, in so many rows. */
  rowsOf(size: number, rank: number = this.#parallel.rank): Rows {
    const { size: count } = this.#parallel;
    const first = Math.floor((rank * size) / count);
    return { first, count: Math.floor(((rank + 1) * size) / count) - first };
  }

  /** Those that this process calls. */
  callbacksOf(callbacks: readonly Callback[]): readonly Callback[] {
    return callbacks.filter(({ firstOnly = false }) => this.#parallel.rank === 0 || !firstOnly);
  }

  /** Gives each process what the first resumes from, whatever the others have; undefined where it begins. */
  async snapshotOf(own: Snapshot | undefined): Promise<Snapshot | undefined> {
    const isFirst = this.#parallel.rank === 0;
    const layout = own === undefined || !isFirst ? null : { json: own.json, tensors: layoutOf(own.tensors) };
    const first = (await this.gather<{ readonly json: Json; readonly tensors: Layout } | null>(layout as never))[0]!;
    if (!isFirst && own !== undefined) dispose(Object.values(own.tensors));
    if (first === null) return undefined;
    const values = isFirst ? await flatten(own!.tensors) : new Float64Array(sizeOfAll(first.tensors));
    await this.#parallel.broadcast(values);
    return isFirst ? own : { json: first.json, tensors: unflatten(first.tensors, values) };
  }

  /**
   * Gives each process the weights of the first.
   *
   * @throws ArgumentError when the models differ, or the weights do afterwards
   */
  async share(weights: Weights): Promise<void> {
    const own = {
      ...prefixed('model/', stateDict(weights.model)),
      ...prefixed('optimizer/', weights.state.optimizer),
    };
    await this.#assertSame('parameters of the same names, shapes and dtypes', writeJson(layoutOf(own)));
    const shared = unflatten(own, await this.#parallel.broadcast(await flatten(own)));
    loadState(weights.model, unprefixed('model/', shared));
    dispose(unprefixed('model/', shared));
    weights.adopt(unprefixed('optimizer/', shared));
    const values = await flatten({ ...stateDict(weights.model), ...prefixed('/', weights.state.optimizer) });
    await this.#assertSame('the same weights', String(crc32c(new Uint8Array(values.buffer))));
  }

  /**
   * The reason for which the first of the processes that want to stop does; undefined where none wants to.
   *
   * @param checkpoint the last one that this process has written, which all are told
   */
  async firstReason(own: string | undefined, checkpoint: string | undefined): Promise<string | undefined> {
    const isNew = checkpoint !== this.#checkpoint;
    this.#checkpoint = checkpoint;
    const all = await this.gather({ reason: own ?? null, checkpoint: isNew ? (checkpoint ?? null) : null });
    const written = all.find((one) => one.checkpoint !== null)?.checkpoint;
    if (written) this.#parallel.noteCheckpoint?.(written);
    return all.find(({ reason }) => reason !== null)?.reason ?? undefined;
  }

  /** Waits until all have done what they do at the end, such as writing. */
  leave(): Promise<void> {
    return this.#parallel.barrier();
  }

  async #assertSame(what: string, own: string): Promise<void> {
    const all = await this.gather(crc32c(new TextEncoder().encode(own)));
    const other = all.findIndex((one) => one !== all[0]);
    if (other < 0) return;
    throw new ArgumentError({
      where: 'fit',
      argument: 'parallel',
      expected: `join processes with ${what}`,
      received: `others in rank ${other} than in rank 0`,
      advice: 'Run the same program on the same files in each of them',
    });
  }

  /** What each of the processes gives, in the order of their ranks. */
  async gather<T extends Json>(value: T): Promise<T[]> {
    const all = await this.#parallel.gather(new TextEncoder().encode(writeJson(value)));
    return all.map((part) => readJson(new TextDecoder().decode(part)) as T); // as each has written it
  }

  /**
   * What adds up numbers in the middle of a pass, over batches of so many rows in all processes.
   *
   * @throws ArgumentError when called where one of them has no rows, and makes no pass
   */
  sumInPass(sizes: readonly number[]): (values: Float64Array) => Float64Array {
    const few = sizes.find((size) => size < this.#parallel.size);
    return (values) => {
      if (few === undefined) return this.#parallel.allReduceNow(values);
      throw new ArgumentError({
        where: 'fit',
        argument: 'data',
        expected: `have a row for each of the ${this.#parallel.size} processes in every batch, for synchronized batch norm`,
        received: `a batch of ${few}`,
        advice: 'Take larger batches, and drop a last one that is smaller',
      });
    };
  }

  /** What adds up the gradients of one step, of such names and shapes. */
  bucketsOf(like: NamedTensors): GradientBuckets {
    return new GradientBuckets(this.#parallel, like);
  }

  /**
   * Begins to make one buffer of those of all processes, as each parameter says. A process that has had no rows does not
   * count.
   *
   * @param sizes rows of the batches of this step
   * @returns what waits for all, and gives tensors that the caller owns
   */
  async beginReduce(
    buffers: NamedTensors,
    { parameters, sizes }: { readonly parameters: ReadonlyMap<string, Parameter>; readonly sizes: readonly number[] },
  ): Promise<() => Promise<NamedTensors>> {
    if (Object.keys(buffers).length === 0) return async () => ({});
    const { rank, size } = this.#parallel;
    const current = Array.from({ length: size }, (_, one) => sizes.some((rows) => this.rowsOf(rows, one).count > 0));
    const share = {
      mean: current[rank] ? 1 / current.filter(Boolean).length : 0,
      first: current.indexOf(true) === rank ? 1 : 0,
    };
    const values = await flatten(buffers, (path) => share[parameters.get(path)!.reduce]);
    const sum = this.#parallel.allReduce(values);
    sum.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    return async () => unflatten(buffers, await sum);
  }
}

/** The numbers of all tensors in a row, each times a factor. */
async function flatten(tensors: NamedTensors, factorOf: (name: string) => number = () => 1): Promise<Float64Array> {
  const entries = Object.entries(tensors);
  const read = await Promise.all(entries.map(([, value]) => value.data()));
  const all = new Float64Array(sizeOfAll(tensors));
  let at = 0;
  for (const [i, [name]] of entries.entries()) {
    const factor = factorOf(name);
    for (const value of read[i]!) all[at++] = value * factor;
  }
  return all;
}

/** What tensors look like, by name. */
type Layout = {
  readonly [name: string]: { readonly shape: number[]; readonly dtype: DataType; readonly size: number };
};

function layoutOf(tensors: NamedTensors): Layout {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype, size }]) => [name, { shape, dtype, size }]),
  );
}

function sizeOfAll(layout: Layout): number {
  return Object.values(layout).reduce((sum, { size }) => sum + size, 0);
}

/** Tensors like others, of such numbers; the caller owns them. */
function unflatten(like: Layout, values: Float64Array | Float32Array): NamedTensors {
  let at = 0;
  const entries = Object.entries(like).map(([name, { shape, dtype, size }]): readonly [string, Tensor] => {
    const own = Float32Array.from(values.subarray(at, at + size));
    at += size;
    return [name, tidy(() => cast(tensor(own, shape, 'float32'), dtype))];
  });
  return Object.fromEntries(entries);
}
