import {
  ArgumentError,
  type Callback,
  type GradientCompression,
  type Json,
  type ModelAveraging,
  type ModuleTree,
  type NamedTensors,
  type Parallel,
  type Parameter,
  parameters,
} from '@neurite/core';
import { safetensorsToTensors, tensorsToSafetensors } from '@neurite/formats';
import { GradientBuckets } from './gradient-buckets.js';
import { readJson, writeJson } from './json.js';
import type { Rows } from './load-value.js';
import { copies } from './named-tensors.js';
import { OwnShare } from './own-share.js';
import { flatten, unflatten } from './tensor-layout.js';

/** Processes that take each step together, each with its share of the rows of a batch. */
export class Replicas {
  /** What joins them. */
  readonly parallel: Parallel;
  /** Of the gradients of a step. */
  readonly #arrays: Float32Array[] = [];
  #checkpoint: string | undefined;

  constructor(parallel: Parallel) {
    this.parallel = parallel;
  }

  /** The share of a process, of this one by default, in so many rows. */
  rowsOf(size: number, rank: number = this.parallel.rank): Rows {
    const { size: count } = this.parallel;
    const first = Math.floor((rank * size) / count);
    return { first, count: Math.floor(((rank + 1) * size) / count) - first };
  }

  /** Those that this process calls. */
  callbacksOf(callbacks: readonly Callback[]): readonly Callback[] {
    return callbacks.filter(({ firstOnly = false }) => this.parallel.rank === 0 || !firstOnly);
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
    if (written) this.parallel.noteCheckpoint?.(written);
    return all.find(({ reason }) => reason !== null)?.reason ?? undefined;
  }

  /** Waits until all have done what they do at the end, such as writing. */
  leave(): Promise<void> {
    return this.parallel.barrier();
  }

  /** What each of the processes gives, in the order of their ranks. */
  async gather<T extends Json>(value: T): Promise<T[]> {
    const all = await this.parallel.gather(new TextEncoder().encode(writeJson(value)));
    return all.map((part) => readJson(new TextDecoder().decode(part)) as T); // as each has written it
  }

  /**
   * What adds up numbers in the middle of a pass, over batches of so many rows in all processes.
   *
   * @throws ArgumentError when called where one of them has no rows, and makes no pass
   */
  sumInPass(sizes: readonly number[]): (values: Float64Array) => Float64Array {
    const few = sizes.find((size) => size < this.parallel.size);
    return (values) => {
      if (few === undefined) return this.parallel.allReduceNow(values);
      throw new ArgumentError({
        where: 'fit',
        argument: 'data',
        expected: `have a row for each of the ${this.parallel.size} processes in every batch, for synchronized batch norm`,
        received: `a batch of ${few}`,
        advice: 'Take larger batches, and drop a last one that is smaller',
      });
    };
  }

  get isFirst(): boolean {
    return this.parallel.rank === 0;
  }

  get averaging(): ModelAveraging | undefined {
    return this.parallel.averaging;
  }

  /** Whether all processes have the same weights after so many steps. */
  isTogether(step: number): boolean {
    const { averaging } = this.parallel;
    return averaging === undefined || step <= averaging.warmupSteps || step % averaging.period === 0;
  }

  /**
   * Tells the others whether to give what a snapshot needs of them.
   *
   * @param isWanted what the first wants; the others are told
   */
  async wantsSnapshot(isWanted: boolean): Promise<boolean> {
    return (await this.parallel.broadcast(Uint8Array.of(isWanted ? 1 : 0)))[0] === 1;
  }

  get compression(): GradientCompression | undefined {
    return this.parallel.compression;
  }

  /** What each process keeps of the optimizer's state of a model. */
  shareOf(model: ModuleTree): OwnShare {
    const trained = [...parameters(model)].filter(([, { buffer }]) => !buffer);
    return new OwnShare(this.parallel, new Map(trained.map(([path, { value }]) => [path, value.size])));
  }

  /** Waits for the sums of gradients, or where they are compressed for their means by `divisor`. */
  async finish(
    buckets: GradientBuckets,
    options: { readonly divisor: number; readonly residuals: NamedTensors },
  ): Promise<{ readonly gradients: NamedTensors; readonly residuals: NamedTensors }> {
    if (this.compression === undefined) return { gradients: await buckets.sums(), residuals: {} };
    return buckets.compressed(this.compression, { ...options, divisor: options.divisor || 1 });
  }

  /**
   * Gives each process the parameters that others have updated.
   *
   * @param own those that this one has updated
   * @param like all of them, in their order
   * @returns tensors that the caller owns
   */
  async spread(own: NamedTensors, like: NamedTensors): Promise<NamedTensors> {
    if (!this.parallel.zeroRedundancy) return copies(own);
    const states = await this.gatherTensors(own);
    const all: NamedTensors = Object.assign({}, ...states);
    return Object.fromEntries(Object.keys(like).map((path) => [path, all[path]!]));
  }

  /** Tensors of all processes, in the order of their ranks; the caller owns them. */
  async gatherTensors(own: NamedTensors): Promise<NamedTensors[]> {
    const all = await this.parallel.gather(await tensorsToSafetensors(own));
    return all.map((bytes) => safetensorsToTensors(bytes).tensors);
  }

  /** What adds up the gradients of one step, of such names and shapes. */
  bucketsOf(like: NamedTensors): GradientBuckets {
    return new GradientBuckets(this.parallel, like, this.#arrays);
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
    const { rank, size } = this.parallel;
    const current = Array.from({ length: size }, (_, one) => sizes.some((rows) => this.rowsOf(rows, one).count > 0));
    const share = {
      mean: current[rank] ? 1 / current.filter(Boolean).length : 0,
      first: current.indexOf(true) === rank ? 1 : 0,
    };
    const values = await flatten(buffers, (path) => share[parameters.get(path)!.reduce]);
    const sum = this.parallel.allReduce(values);
    sum.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    return async () => unflatten(buffers, await sum);
  }
}
