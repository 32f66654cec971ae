import type { GradientCompression, NamedTensors, OnGradient, Parallel } from '@neurite/core';
import { concat, getBackend, reshape, slice, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';

type Like = Pick<Tensor, 'shape' | 'size'>;
type Bucket = {
  /** What its gradients look like, in their order. */
  readonly likes: ReadonlyMap<string, Like>;
  /** Those that are final. */
  readonly gradients: Map<string, Tensor>;
  /** Their numbers in a row, then the sums; empty until all are final. */
  values: Float32Array;
  sum?: Promise<unknown>;
};

/**
 * The gradients of one step on their way to all processes, in pieces that begin while the backward pass goes on. The pieces
 * and their order are those of the parameters from the last to the first, in which most become final, so that they are the
 * same in a process that has no rows. The engine makes a row of a piece, which is read once and written once: each array of
 * such a size that a step leaves to the garbage collector makes it run sooner.
 */
export class GradientBuckets {
  readonly #parallel: Parallel;
  readonly #paths: readonly string[];
  readonly #buckets: Bucket[] = [];
  #begun = 0;

  /** @param like tensors of the gradients' names and shapes */
  constructor(parallel: Parallel, like: NamedTensors) {
    this.#parallel = parallel;
    this.#paths = Object.keys(like);
    const { bucketBytes = Number.POSITIVE_INFINITY } = parallel;
    let likes = new Map<string, Like>();
    const close = (): void => {
      this.#buckets.push({ likes, gradients: new Map(), values: new Float32Array() });
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
        const row = rowOf(next, next.gradients);
        this.#start(next, owned(next, row.dataSync<'float32'>()));
        row.dispose();
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
      const row = rowOf(next, all);
      try {
        this.#start(next, owned(next, await row.data<'float32'>()));
      } finally {
        row.dispose();
      }
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
    const kept = new Map<Bucket, Float32Array>();
    for (const bucket of this.#buckets) {
      const { values } = bucket;
      let residual: Float32Array = new Float32Array();
      if (keepsResidual) {
        const row = rowOf(bucket, new Map(Object.entries(residuals)));
        residual = owned(bucket, await row.data<'float32'>());
        row.dispose();
      }
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

  #start(bucket: Bucket, values: Float32Array): void {
    this.#begun++;
    bucket.values = values;
    if (this.#parallel.compression !== undefined) return;
    bucket.sum = this.#parallel.allReduce(values);
    bucket.sum.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
  }

  #tensors(of: (bucket: Bucket) => Float32Array): NamedTensors {
    return tidy(() => {
      const all = new Map<string, Tensor>();
      for (const bucket of this.#buckets) {
        const row = tensor1d(of(bucket), 'float32');
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

/** The numbers of a bucket's tensors in a row. */
function rowOf({ likes }: Bucket, tensors: ReadonlyMap<string, Tensor>): Tensor1D {
  return tidy(() => concat<Tensor1D>([...likes].map(([path, { size }]) => reshape(tensors.get(path)!, [size]))));
}

/** Numbers of a row that may be changed. Of one tensor the row is that tensor, whose array some engines hand out itself. */
function owned({ likes }: Bucket, values: Float32Array): Float32Array {
  return likes.size === 1 ? values.slice() : values;
}
