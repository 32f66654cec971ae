import { BackendError } from '@neurite/core';
import type { OwnScratch } from './address.js';
import type { Allocator } from './allocator.js';
import { SCRATCH_ARGUMENT } from './generated/kernel-calls.js';
import {
  type GeneratedKernel,
  type KernelExports,
  type Kernels,
  kernelsOf,
  type PartKernels,
  recorder,
} from './module-kernels.js';
import {
  CONTROL,
  controlWords,
  type Kernel,
  type KernelFinder,
  kernelFinder,
  PARTS_BITS,
  runParts,
} from './run-parts.js';
import { ScratchMemory } from './scratch-memory.js';

/**
 * Work of one thread. It calls the kernels that it is given, and no others: where the work is shared out, these note down
 * the calls for whichever thread takes the part.
 */
export type Part = <L>(kernels: PartKernels, scratch: OwnScratch<L>) => void;

/** A piece of an extent. */
export type Range = { readonly from: number; readonly length: number };

/** What work runs over. */
export type Extent = {
  readonly extent: number;
  /** Pieces are multiples of it, except the last. */
  readonly unit?: number;
  /** Of the entire extent, in nanoseconds on one thread. */
  readonly cost: number;
  /** Floats of scratch; default: none. */
  readonly scratch?: number;
};

/** Work on a piece of an extent, as in a part. */
export type PieceWork = <L>(kernels: PartKernels, piece: Range & { readonly scratch: OwnScratch<L> }) => void;

/** Floats of a cache line: pieces of rows begin at multiples of it, so that no two threads write to one line. */
export const LINE_FLOATS = 16;

/** Nanoseconds of work below which a piece is not worth handing over: waking a thread takes some of them. */
const SMALLEST_PART = 20_000;
/**
 * The relative sizes of each thread's pieces. The last are taken first, so that a thread that comes late, is preempted or
 * has a slower core takes fewer of the small ones. More pieces would pack the factors of products more often.
 */
const SHARES: readonly number[] = [1, 3];
const ALL_SHARES: number = sumOf(SHARES);
const MOST_PARTS: number = 2 ** PARTS_BITS - 1;
/** How often the main thread polls for the others before it sleeps: about a fifth of a millisecond. */
const LOOKS = 20_000;

/** How many times as long as it had to wait the main thread works alone, so that waiting costs at most a twentieth. */
const REST = 20;
/** Milliseconds below which waiting is normal: waking a thread takes some of them. */
const LONG_WAIT = 1;
/** Milliseconds that it works alone at most, before it tries the others again. */
const LONGEST_REST = 1000;

/** In the list of a job, where the thread that takes a part adds the address of its scratch; and where there is none. */
const OWN_SCRATCH = 0 as OwnScratch<unknown>;

/** Ends the threads. */
type Stop = () => void;
/** Starts the threads besides the main one. */
export type StartWorkers = (pointer: number) => Promise<Stop>;
/** The same without waiting until they are ready. */
export type StartWorkersSync = (pointer: number) => Stop;

/**
 * The threads that share the work of large kernels. Each element of a result is computed by one part, in the order of
 * operations of a single call, so results have the same bits on any number of threads.
 *
 * A job lies in the shared memory; whoever is free takes its next part, the main thread included. So a job completes even
 * if no other thread ever comes. Where other programs take the cores and a thread is preempted in its part, the main
 * thread works alone for a while.
 */
export class Threads {
  readonly count: number;
  readonly kernels: Kernels;
  readonly #allocator: Allocator;
  readonly #recorder: PartKernels;
  readonly #kernelAt: KernelFinder;
  readonly #generated: Map<string, GeneratedKernel> = new Map();
  readonly #scratch: readonly ScratchMemory[];
  readonly #listMemory: ScratchMemory;
  readonly #pointer: number = 0;
  readonly #control: Int32Array = new Int32Array(0);
  readonly #sleeps: boolean = false;
  readonly #patient: boolean;
  #list: Float64Array = new Float64Array(0);
  /** What the recorder has noted down, and the first kernel that was called. */
  readonly #words: number[] = [];
  #firstKernel: string | undefined;
  #stop: Stop = () => undefined;
  #ended = false;
  /** Until when the main thread works alone, because other programs take the cores; 0: it does not. */
  #restUntil = 0;

  /** @param patient whether work is shared out even where other programs preempt a thread; for tests */
  constructor(allocator: Allocator, exports: KernelExports, count = 1, patient = false) {
    this.#patient = patient;
    this.count = count;
    this.kernels = kernelsOf(exports);
    this.#allocator = allocator;
    this.#kernelAt = kernelFinder(Object.values(exports) as Kernel[], allocator.memory); // the module exports nothing else
    const indices = new Map(Object.keys(exports).map((name, i) => [name, i]));
    this.#recorder = recorder(exports, (kernel, numbers) => {
      const isGenerated = typeof kernel === 'object';
      this.#firstKernel ??= isGenerated ? 'a generated kernel' : kernel;
      const number = isGenerated ? kernel.number : indices.get(kernel)!;
      const scratch = isGenerated ? undefined : SCRATCH_ARGUMENT[kernel];
      this.#words.push(number, scratch ?? -1, numbers.length, ...numbers);
    });
    this.#scratch = Array.from({ length: count }, () => new ScratchMemory(allocator));
    this.#listMemory = new ScratchMemory(allocator);
    if (count === 1) return;
    this.#pointer = allocator.allocate(controlWords(count) * 4);
    this.#control = new Int32Array(allocator.memory.buffer, this.#pointer, controlWords(count));
    this.#control.fill(0);
    this.#sleeps = maySleep(this.#control);
  }

  /** Starts the other threads; resolves when they are ready. */
  async start(workers: StartWorkers): Promise<void> {
    this.#stop = await workers(this.#pointer);
  }

  /** Starts the other threads, and does not wait for them. */
  startSync(workers: StartWorkersSync): void {
    this.#stop = workers(this.#pointer);
  }

  /**
   * Cuts an extent into pieces that are worth a thread each; one piece where that does not pay.
   *
   * @param unit pieces are multiples of it, except the last
   * @param cost of the entire extent, in nanoseconds on one thread
   */
  cut(extent: number, { unit = 1, cost }: { readonly unit?: number; readonly cost: number }): Range[] {
    const units = Math.ceil(extent / unit);
    const most = this.pays(cost) ? Math.min(Math.floor(cost / SMALLEST_PART), units, MOST_PARTS) : 1;
    const shares =
      most < this.count * ALL_SHARES
        ? new Array<number>(Math.max(1, Math.min(most, this.count * 2))).fill(1)
        : SHARES.flatMap((share) => new Array<number>(this.count).fill(share));
    const all = sumOf(shares);
    let [from, taken] = [0, 0];
    return shares.map((share) => {
      taken += share;
      const piece = { from, length: Math.min(extent, Math.floor((units * taken) / all) * unit) - from };
      from += piece.length;
      return piece;
    });
  }

  /**
   * A kernel that is generated while the program runs: the function `run` of a module that imports the memory as
   * `env.memory`. It stays for as long as the threads do.
   *
   * @param key by which it is found again
   * @param moduleOf the bytes of the module, for a memory that is shared or not
   * @throws BackendError when they are no valid module
   */
  generated(key: string, moduleOf: (shared: boolean) => Uint8Array): GeneratedKernel {
    const known = this.#generated.get(key);
    if (known !== undefined) return known;
    const bytes = moduleOf(this.count > 1);
    const pointer = this.#allocator.allocate(4 + bytes.length);
    const { buffer } = this.#allocator.memory;
    new DataView(buffer, pointer).setUint32(0, bytes.length, true);
    new Uint8Array(buffer, pointer + 4, bytes.length).set(bytes);
    try {
      const kernel = { run: this.#kernelAt(-pointer), number: -pointer };
      this.#generated.set(key, kernel);
      return kernel;
    } catch (cause) {
      this.#allocator.release(pointer);
      throw new BackendError({ where: 'backend-wasm', problem: 'a generated kernel could not be compiled', cause });
    }
  }

  /** Whether work of so many nanoseconds should be cut at all. */
  pays(cost: number): boolean {
    return this.count > 1 && cost >= 2 * SMALLEST_PART && !this.#rests();
  }

  /** Works on an extent, in pieces where that pays. */
  over({ extent, unit = 1, cost, scratch: floats = 0 }: Extent, work: PieceWork): void {
    if (!this.pays(cost)) {
      const scratch = floats === 0 ? OWN_SCRATCH : this.#ownScratch(floats);
      work(this.kernels, { from: 0, length: extent, scratch });
      return;
    }
    this.run(
      this.cut(extent, { unit, cost }).map(({ from, length }): Part => {
        return (kernels, scratch) => work(kernels, { from, length, scratch });
      }),
      floats,
    );
  }

  /**
   * Runs parts that are independent of one another, and returns when all are done.
   *
   * @param scratch floats that each thread is lent
   * @throws BackendError when a kernel failed
   */
  run(parts: readonly Part[], scratch = 0): void {
    if (this.count === 1 || parts.length === 1 || parts.length > MOST_PARTS || this.#ended || this.#rests()) {
      const own = scratch === 0 ? OWN_SCRATCH : this.#ownScratch(scratch);
      for (const part of parts) part(this.kernels, own);
      return;
    }
    const control = this.#control;
    this.#scratch.forEach((memory, thread) => {
      control[CONTROL.scratch + thread] = memory.reserve(scratch);
    });
    this.#write(parts);
    control[CONTROL.failed] = 0;
    control[CONTROL.pending] = parts.length;
    const job = (control[CONTROL.state]! >> PARTS_BITS) + 1;
    Atomics.store(control, CONTROL.state, (job << PARTS_BITS) | parts.length);
    if (Atomics.load(control, CONTROL.sleepers) > 0) Atomics.notify(control, CONTROL.state, parts.length - 1);
    const start = performance.now();
    runParts(control, this.#kernelAt, () => this.#list, 0);
    const done = performance.now();
    this.#join();
    const waited = performance.now() - done;
    // Parts are about equal, so it waits for less than it worked itself, unless another thread is preempted in its part.
    if (waited > LONG_WAIT && waited > done - start && !this.#patient) {
      this.#restUntil = performance.now() + Math.min(REST * waited, LONGEST_REST);
    }
    if (control[CONTROL.failed] !== 0) {
      throw new BackendError({ where: 'backend-wasm', problem: `${this.#firstKernel} failed on one of the threads` });
    }
  }

  /** Ends the other threads. From then on everything runs on the main one. */
  dispose(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.count > 1) {
      Atomics.store(this.#control, CONTROL.ended, 1);
      Atomics.add(this.#control, CONTROL.state, 1 << PARTS_BITS);
      Atomics.notify(this.#control, CONTROL.state);
    }
    this.#stop();
    for (const memory of [...this.#scratch, this.#listMemory]) memory.dispose();
  }

  #rests(): boolean {
    if (this.#restUntil !== 0 && performance.now() > this.#restUntil) this.#restUntil = 0;
    return this.#restUntil !== 0;
  }

  #ownScratch(floats: number): OwnScratch<unknown> {
    return this.#scratch[0]!.reserve(floats) as OwnScratch<unknown>;
  }

  /** Writes the list that `runParts` reads. */
  #write(parts: readonly Part[]): void {
    const words = this.#words;
    words.length = 0;
    this.#firstKernel = undefined;
    const first = parts.length + 1;
    const starts = parts.map((part) => {
      const start = first + words.length;
      part(this.#recorder, OWN_SCRATCH);
      return start;
    });
    const length = first + words.length;
    if (length > this.#list.length) {
      const room = 2 * length;
      const pointer = this.#listMemory.reserve(2 * room);
      this.#list = new Float64Array(this.#allocator.memory.buffer, pointer, room);
      this.#control[CONTROL.list] = pointer;
      this.#control[CONTROL.listLength] = room;
    }
    this.#list.set(starts);
    this.#list[parts.length] = length;
    this.#list.set(words, first);
  }

  #join(): void {
    const control = this.#control;
    for (let looks = 0; Atomics.load(control, CONTROL.pending) > 0; looks++) {
      // The main thread of a page may not sleep.
      if (looks < LOOKS || !this.#sleeps) continue;
      Atomics.store(control, CONTROL.mainSleeps, 1);
      for (let left = 1; left > 0; ) {
        left = Atomics.load(control, CONTROL.pending);
        if (left > 0) Atomics.wait(control, CONTROL.pending, left);
      }
      Atomics.store(control, CONTROL.mainSleeps, 0);
    }
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number);
}

/** Whether this thread may wait: in browsers the main one may not. */
function maySleep(control: Int32Array): boolean {
  try {
    Atomics.wait(control, CONTROL.pending, 1);
    return true;
  } catch {
    return false;
  }
}
