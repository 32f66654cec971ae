import type { GradientCompression, NamedTensors, OnGradient, Parallel } from '@neurite/core';
import { getBackend, reshape, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { readRow, readRowSync, rowFrom } from './host-row.js';

type Like = Pick<Tensor, 'shape' | 'size'>;
type Bucket = {
  /** What its gradients look like, in their order. */
  readonly likes: ReadonlyMap<string, Like>;
  /** Those that are final. */
  readonly gradients: Map<string, Tensor>;
  /** Their numbers in a row, then the sums. */
  readonly values: Float32Array;
  sum?: Promise<unknown>;
};

/**
 * The gradients of one step on their way to all processes, in pieces that begin while the backward pass goes on. The pieces
 * and their order are those of the parameters from the last to the first, in which most become final, so that they are the
 * same in a process that has no rows.
 */
export class GradientBuckets {
  readonly #parallel: Parallel;
  readonly #paths: readonly string[];
  readonly #buckets: Bucket[] = [];
  #begun = 0;

  /**
   * @param like tensors of the gradients' names and shapes
   * @param arrays those of the step before, which are taken again where they fit: new ones of such a size in every step would
   *   make the garbage collector run in almost every step
   */
  constructor(parallel: Parallel, like: NamedTensors, arrays: Float32Array[]) {
    this.#parallel = parallel;
    this.#paths = Object.keys(like);
    const { bucketBytes = Number.POSITIVE_INFINITY } = parallel;
    let likes = new Map<string, Like>();
    const close = (): void => {
      const length = [...likes.values()].reduce((all, { size }) => all + size, 0);
      const index = this.#buckets.length;
      if (arrays[index]?.length !== length) arrays[index] = new Float32Array(length);
      this.#buckets.push({ likes, gradients: new Map(), values: arrays[index] });
      likes = new Map();
    };
    let bytes = 0;
    for (const [path, { shape, size }] of Object.entries(like).reverse()) {
      likes.set(path, { shape, size });
      bytes += 4 * size;
      if (bytes < bucketBytes) continue;
      close();
      bytes = 0;
    }
    if (likes.size > 0) close();
  }

  /**
   * What takes gradients that are final, which must stay until the pass ends; undefined where they cannot be read in the middle
   * of it, or are one piece.
   */
  get onGradient(): OnGradient | undefined {
    const { compression } = this.#parallel;
    if (this.#buckets.length === 1 || compression !== undefined || getBackend() === 'webgpu') return undefined;
    return (path, gradient) => {
      const bucket = this.#buckets.find(({ likes }) => likes.has(path))!;
      bucket.gradients.set(path, gradient);
      // One after the other, whichever is complete first.
      for (let next = this.#next; next && next.gradients.size === next.likes.size; next = this.#next) {
        readRowSync(inOrder(next, next.gradients), next.values);
        this.#start(next);
      }
    };
  }

  /**
   * Hands in those that have not been handed in during the pass; from then on all sums are under way. Before anything else
   * that all processes take part in: a process that waits for that would leave the others waiting for its gradients.
   */
  async begin(gradients: NamedTensors): Promise<void> {
    const all = new Map(Object.entries(gradients));
    for (let next = this.#next; next; next = this.#next) {
      await readRow(inOrder(next, all), next.values);
      this.#start(next);
    }
  }

  /**
   * Waits for all.
   *
   * @returns the sums over all processes, by path; owned by the caller
   */
  async sums(): Promise<NamedTensors> {
    await Promise.all(this.#buckets.map(({ sum }) => sum));
    return this.#tensors(({ values }) => values);
  }

  /**
   * The same where gradients are compressed, which is done after all have been handed in.
   *
   * @param divisor of the sums; what is kept counts as much in a step of few rows as in one of many
   * @param residuals what this process has kept, by path; none where it keeps nothing
   * @returns the sums by the divisor, and what is kept now; owned by the caller
   */
  async compressed(
    compression: GradientCompression,
    { divisor, residuals }: { readonly divisor: number; readonly residuals: NamedTensors },
  ): Promise<{ readonly gradients: NamedTensors; readonly residuals: NamedTensors }> {
    const { keepsResidual } = compression;
    const before = new Map(Object.entries(residuals));
    const kept = new Map<Bucket, Float32Array>();
    for (const bucket of this.#buckets) {
      const { values } = bucket;
      const residual = new Float32Array(keepsResidual ? values.length : 0);
      if (keepsResidual) await readRow(inOrder(bucket, before), residual);
      kept.set(bucket, residual);
      for (let i = 0; i < values.length; i++) values[i] = values[i]! / divisor;
      await compression.sum(values, residual);
    }
    const gradients = this.#tensors(({ values }) => values);
    return { gradients, residuals: keepsResidual ? this.#tensors((bucket) => kept.get(bucket)!) : {} };
  }

  /** The first whose sum is not under way. */
  get #next(): Bucket | undefined {
    return this.#buckets[this.#begun];
  }

  #start(bucket: Bucket): void {
    this.#begun++;
    if (this.#parallel.compression !== undefined) return;
    bucket.sum = this.#parallel.allReduce(bucket.values);
    bucket.sum.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
  }

  #tensors(of: (bucket: Bucket) => Float32Array): NamedTensors {
    return tidy(() => {
      const all = new Map<string, Tensor>();
      for (const bucket of this.#buckets) {
        const row = rowFrom(of(bucket));
        let at = 0;
        for (const [path, { shape, size }] of bucket.likes) {
          all.set(path, reshape(slice(row, at, size), shape));
          at += size;
        }
      }
      return Object.fromEntries(this.#paths.map((path) => [path, all.get(path)!]));
    });
  }
}

/** A bucket's tensors, in its order. */
function inOrder({ likes }: Bucket, tensors: ReadonlyMap<string, Tensor>): Tensor[] {
  return [...likes.keys()].map((path) => tensors.get(path)!);
}
