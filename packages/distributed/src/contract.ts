import type { Parallel } from '@neurite/core/parallel';

/** The processes that mpirun has started. */
export interface Mpi extends Parallel {
  /** The library in its own words; undefined in a process that was started alone. */
  readonly library: string | undefined;
  /** The machine that this process runs on. */
  readonly host: string;
  /**
   * Ends all processes at once.
   *
   * @param reason for people, told on standard error with the rank
   * @param code of the job, from 1 to 255. Default 1
   */
  abort(reason: string, code?: number): never;
}

/** What may be said about the processes. */
export type MpiOptions = {
  /**
   * How long a process waits for the others in one operation, in seconds, larger than 0; it must be longer than anything
   * that one of them does alone, such as reading data before the first step. Default 600.
   */
  readonly timeout?: number;
  /**
   * Gradients are added up in pieces of so many bytes, each as soon as it is complete, while the backward pass goes on; an
   * integer of at least 1. Smaller ones begin earlier, larger ones take fewer messages. Default 25,000,000.
   */
  readonly bucketBytes?: number;
  /**
   * How gradients travel: as they are, as `float16` (fp16) or `bfloat16`, which halves the bytes and rounds each number twice, or
   * `{ topK: 0.01 }`, the largest hundredth of them alone with their indices, while each process adds what it has not sent to
   * its next gradients. Compressed gradients follow the backward pass. Default `none`.
   *
   * @see Stich et al. 2018, Sparsified SGD with memory; Lin et al. 2018, Deep gradient compression
   */
  readonly compression?: 'none' | 'float16' | 'bfloat16' | { readonly topK: number };
  /**
   * Local SGD: each process steps on its own rows, and after every `period` steps, an integer of at least 1, all take the mean of
   * their weights and of the optimizer's state; also before validation and checkpoints. The first `warmupSteps` (default 0)
   * are taken together. Default: all are. Synchronized batch norm takes the statistics of all rows in those alone.
   *
   * @see Stich 2019, Local SGD converges fast and communicates little; Lin et al. 2020, Don't use large mini-batches, use local
   *   SGD; Yu, Jin and Yang 2019, On the linear speedup analysis of communication efficient momentum SGD, who average the
   *   state as well
   */
  readonly averaging?: { readonly period: number; readonly warmupSteps?: number };
  /**
   * Whether each process keeps the optimizer's state of its share of the parameters alone, updates these, and gets the others
   * from where they are (ZeRO, stage 1). Default false.
   *
   * @see Rajbhandari et al. 2020, ZeRO: Memory optimizations toward training trillion parameter models
   */
  readonly zeroRedundancy?: boolean;
};
