import { BackendError } from '@neurite/core';
import type { Allocator } from './allocator.js';
import type { KernelExports } from './kernel-exports.js';
import { CONTROL, controlWords, type Kernel, PARTS_BITS, runParts } from './run-parts.js';
import { Scratch } from './scratch.js';

/** One call of a kernel, as any thread can make it. */
export type Call = {
  readonly kernel: keyof KernelExports;
  readonly args: readonly number[];
  /** A bit for each argument that is a distance in bytes from the start of the thread's own scratch. */
  readonly fromScratch?: number;
};

/** Calls that one thread makes one after the other. */
export type Part = readonly Call[];

/** A piece of an extent. */
export type Range = { readonly from: number; readonly length: number };

/** What a kernel runs over. */
export type Extent = {
  readonly extent: number;
  /** Pieces are multiples of it, but the last. */
  readonly unit?: number;
  /** Of the whole, in nanoseconds on one thread. */
  readonly cost: number;
  /** What each thread calls first. */
  readonly before?: Call;
  readonly args: (from: number, length: number) => readonly number[];
};

/** Floats of a cache line: where pieces of rows begin, so that no two threads write to one. */
export const LINE_FLOATS = 16;

/** Nanoseconds of work below which a piece is not worth handing over: waking a thread takes some of them. */
const SMALLEST_PART = 20_000;
/**
 * How large the pieces of each thread are in terms of one another. The last are taken first, so that whoever comes late, is
 * held up by others, or has a slower core takes fewer of the small ones. More of them would pack more.
 */
const SHARES: readonly number[] = [1, 3];
const ALL_SHARES: number = sumOf(SHARES);
const MOST_PARTS: number = 2 ** PARTS_BITS - 1;
/** How often the main thread looks whether the others are done before it goes to sleep: about a fifth of a millisecond. */
const LOOKS = 20_000;

/** How many times as long as it was kept waiting the main thread works alone, so that waiting costs at most a twentieth. */
const REST = 20;
/** Milliseconds below which waiting is no sign of that: waking a thread takes some of them. */
const LONG_WAIT = 1;
/** Milliseconds that it works alone at most, before it asks the others again. */
const LONGEST_REST = 1000;

/** Ends the threads. */
type Stop = () => void;
/** Starts the threads besides the main one. */
export type StartWorkers = (pointer: number) => Promise<Stop>;

/**
 * The threads that share the work of large kernels. Each number of a result is worked out by one part alone, in the order
 * of operations that a single call would take, so results are the same bits on any number of threads.
 *
 * A job lies in the shared memory; whoever is free takes its next part, the main thread included. So a job is done even
 * if no other thread ever comes. Where other programs take the cores and a thread is held up in the middle of its part,
 * the main thread works alone for a while.
 */
export class Threads {
  readonly count: number;
  readonly #allocator: Allocator;
  readonly #kernels: KernelExports;
  readonly #table: readonly Kernel[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #scratch: readonly Scratch[];
  readonly #listScratch: Scratch;
  readonly #pointer: number = 0;
  readonly #control: Int32Array = new Int32Array(0);
  readonly #sleeps: boolean = false;
  readonly #patient: boolean;
  #list: Float64Array = new Float64Array(0);
  #stop: Stop = () => undefined;
  #ended = false;
  /** Until when the main thread works alone, because the cores are taken by others; 0: it does not. */
  #restUntil = 0;

  /** @param patient whether it goes on sharing out where other programs hold a thread up; for tests */
  constructor(allocator: Allocator, kernels: KernelExports, count = 1, patient = false) {
    this.#patient = patient;
    this.count = count;
    this.#allocator = allocator;
    this.#kernels = kernels;
    this.#table = Object.values(kernels) as Kernel[]; // the module exports nothing else
    this.#numbers = new Map(Object.keys(kernels).map((name, i) => [name, i]));
    this.#scratch = Array.from({ length: count }, () => new Scratch(allocator));
    this.#listScratch = new Scratch(allocator);
    if (count === 1) return;
    this.#pointer = allocator.allocate(controlWords(count) * 4);
    this.#control = new Int32Array(allocator.memory.buffer, this.#pointer, controlWords(count));
    this.#control.fill(0);
    this.#sleeps = maySleep(this.#control);
  }

  /** Lets the other threads start; resolves when they are there. */
  async start(workers: StartWorkers): Promise<void> {
    this.#stop = await workers(this.#pointer);
  }

  /**
   * Cuts an extent into pieces that are worth a thread each; one piece where that does not pay.
   *
   * @param unit pieces are multiples of it, but the last
   * @param cost of the whole, in nanoseconds on one thread
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

  /** Whether work of so many nanoseconds should be cut at all. */
  pays(cost: number): boolean {
    return this.count > 1 && cost >= 2 * SMALLEST_PART && !this.#rests();
  }

  /**
   * Runs one kernel over an extent, in pieces where that pays.
   *
   * @param args of a piece that begins at `from`
   */
  over(kernel: keyof KernelExports, { extent, unit = 1, cost, before, args }: Extent): void {
    if (!this.pays(cost)) {
      if (before) (this.#kernels[before.kernel] as Kernel)(...before.args);
      (this.#kernels[kernel] as Kernel)(...args(0, extent));
      return;
    }
    const calls = (from: number, length: number): Call[] => [{ kernel, args: args(from, length) }];
    this.run(
      this.cut(extent, { unit, cost }).map(({ from, length }) =>
        before ? [before, ...calls(from, length)] : calls(from, length),
      ),
    );
  }

  /**
   * Runs parts that know nothing of one another, and returns when all are done.
   *
   * @param scratchBytes what each thread needs besides, for arguments that count from the thread's scratch
   * @throws BackendError when a kernel failed
   */
  run(parts: readonly Part[], scratchBytes = 0): void {
    if (this.count === 1 || parts.length === 1 || parts.length > MOST_PARTS || this.#ended || this.#rests()) {
      this.#runHere(parts, scratchBytes);
      return;
    }
    const control = this.#control;
    this.#scratch.forEach((scratch, thread) => {
      control[CONTROL.scratch + thread] = scratch.floats(Math.ceil(scratchBytes / 4));
    });
    this.#write(parts);
    control[CONTROL.failed] = 0;
    control[CONTROL.pending] = parts.length;
    const job = (control[CONTROL.state]! >> PARTS_BITS) + 1;
    Atomics.store(control, CONTROL.state, (job << PARTS_BITS) | parts.length);
    if (Atomics.load(control, CONTROL.sleepers) > 0) Atomics.notify(control, CONTROL.state, parts.length - 1);
    const start = performance.now();
    runParts(control, this.#table, () => this.#list, 0);
    const done = performance.now();
    this.#join();
    const waited = performance.now() - done;
    // Parts are about equal, so it waits for less than it worked itself, unless others hold a thread up in its part.
    if (waited > LONG_WAIT && waited > done - start && !this.#patient) {
      this.#restUntil = performance.now() + Math.min(REST * waited, LONGEST_REST);
    }
    if (control[CONTROL.failed] !== 0) {
      throw new BackendError({
        where: 'backend-wasm',
        problem: `${parts[0]![0]!.kernel} failed on one of the threads`,
      });
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
    for (const scratch of [...this.#scratch, this.#listScratch]) scratch.dispose();
  }

  #rests(): boolean {
    if (this.#restUntil !== 0 && performance.now() > this.#restUntil) this.#restUntil = 0;
    return this.#restUntil !== 0;
  }

  #runHere(parts: readonly Part[], scratchBytes: number): void {
    const scratch = scratchBytes > 0 ? this.#scratch[0]!.floats(Math.ceil(scratchBytes / 4)) : 0;
    for (const part of parts) {
      for (const { kernel, args, fromScratch = 0 } of part) {
        const own =
          fromScratch === 0 ? args : args.map((value, i) => ((fromScratch >>> i) & 1 ? value + scratch : value));
        (this.#kernels[kernel] as Kernel)(...own);
      }
    }
  }

  /** Writes the list that `runParts` reads. */
  #write(parts: readonly Part[]): void {
    let length = parts.length + 1;
    for (const part of parts) for (const { args } of part) length += 3 + args.length;
    if (length > this.#list.length) {
      const room = 2 * length;
      const pointer = this.#listScratch.floats(2 * room);
      this.#list = new Float64Array(this.#allocator.memory.buffer, pointer, room);
      this.#control[CONTROL.list] = pointer;
      this.#control[CONTROL.listLength] = room;
    }
    const list = this.#list;
    let at = parts.length + 1;
    parts.forEach((part, i) => {
      list[i] = at;
      for (const { kernel, args, fromScratch = 0 } of part) {
        list[at] = this.#numbers.get(kernel)!;
        list[at + 1] = fromScratch;
        list[at + 2] = args.length;
        list.set(args, at + 3);
        at += 3 + args.length;
      }
    });
    list[parts.length] = at;
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
