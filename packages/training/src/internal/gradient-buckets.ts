import type { GradientCompression, NamedTensors, OnGradient, Parallel } from '@neurite/core';
import { getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';

type Slot = {
  readonly bucket: Bucket;
  readonly at: number;
  readonly like: Pick<Tensor, 'shape' | 'size'>;
  isFilled: boolean;
};
type Bucket = { readonly values: Float32Array; missing: number; sum?: Promise<unknown> };

/**
 * The gradients of one step on their way to all processes, in pieces that begin while the backward pass goes on. The pieces
 * and their order are those of the parameters from the last to the first, in which most become final, so that they are the
 * same in a process that has no rows.
 */
export class GradientBuckets {
  readonly #parallel: Parallel;
  readonly #paths: readonly string[];
  readonly #slots = new Map<string, Slot>();
  readonly #buckets: Bucket[] = [];
  #begun = 0;

  /** @param like tensors of the gradients' names and shapes */
  constructor(parallel: Parallel, like: NamedTensors) {
    this.#parallel = parallel;
    this.#paths = Object.keys(like);
    const { bucketBytes = Number.POSITIVE_INFINITY } = parallel;
    let open: [string, Tensor][] = [];
    const close = (): void => {
      const bucket = {
        values: new Float32Array(open.reduce((all, [, { size }]) => all + size, 0)),
        missing: open.length,
      };
      let at = 0;
      for (const [path, { size, shape }] of open) {
        this.#slots.set(path, { bucket, at, like: { size, shape }, isFilled: false });
        at += size;
      }
      this.#buckets.push(bucket);
      open = [];
    };
    let bytes = 0;
    for (const entry of Object.entries(like).reverse()) {
      open.push(entry);
      bytes += 4 * entry[1].size;
      if (bytes < bucketBytes) continue;
      close();
      bytes = 0;
    }
    if (open.length > 0) close();
  }

  /** What takes gradients that are final; undefined where they cannot be read in the middle of a pass, or are one piece. */
  get onGradient(): OnGradient | undefined {
    const { compression } = this.#parallel;
    if (this.#buckets.length === 1 || compression !== undefined || getBackend() === 'webgpu') return undefined;
    return (path, gradient) => this.#fill(path, gradient.dataSync<'float32'>());
  }

  /**
   * Hands in those that have not been handed in during the pass; from then on all sums are under way. Before anything else
   * that all processes take part in: a process that waits for that would leave the others waiting for its gradients.
   */
  async begin(gradients: NamedTensors): Promise<void> {
    const rest = Object.entries(gradients).filter(([path]) => !this.#slots.get(path)!.isFilled);
    const values = await Promise.all(rest.map(([, gradient]) => gradient.data()));
    for (const [i, [path]] of rest.entries()) this.#fill(path, values[i] as Float32Array); // gradients are float32
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
    const kept = new Map<Bucket, Float32Array>();
    for (const bucket of this.#buckets)
      kept.set(bucket, new Float32Array(compression.keepsResidual ? bucket.values.length : 0));
    for (const [path, residual] of Object.entries(residuals)) {
      const { bucket, at } = this.#slots.get(path)!;
      kept.get(bucket)!.set((await residual.data()) as Float32Array, at);
    }
    for (const [{ values }, residual] of kept.entries()) {
      for (let i = 0; i < values.length; i++) values[i] = values[i]! / divisor;
      await compression.sum(values, residual);
    }
    const gradients = this.#tensors(({ values }) => values);
    return { gradients, residuals: compression.keepsResidual ? this.#tensors((bucket) => kept.get(bucket)!) : {} };
  }

  #tensors(of: (bucket: Bucket) => Float32Array): NamedTensors {
    return Object.fromEntries(
      this.#paths.map((path) => {
        const { bucket, at, like } = this.#slots.get(path)!;
        return [path, tensor(of(bucket).slice(at, at + like.size), like.shape, 'float32')];
      }),
    );
  }

  #fill(path: string, values: Float32Array): void {
    const slot = this.#slots.get(path)!;
    slot.bucket.values.set(values, slot.at);
    slot.isFilled = true;
    slot.bucket.missing--;
    if (this.#parallel.compression !== undefined) return;
    // One after the other, whichever is complete first.
    for (let next = this.#buckets[this.#begun]; next?.missing === 0; next = this.#buckets[++this.#begun]) {
      next.sum = this.#parallel.allReduce(next.values);
      next.sum.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    }
  }
}
