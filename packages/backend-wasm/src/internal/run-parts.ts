// What every thread does with a job, the main one included.

/** A kernel of the module. */
export type Kernel = (...numbers: readonly number[]) => unknown;

/** Finds a kernel by its number. */
export type KernelFinder = (number: number) => Kernel;

/**
 * The number of a kernel of the module is its index in the table. That of a generated kernel is the negative address of
 * where the length of its own module and the bytes of it are; each thread compiles them when it first calls the kernel.
 */
export function kernelFinder(table: readonly Kernel[], memory: WebAssembly.Memory): KernelFinder {
  const generated = new Map<number, Kernel>();
  return (number) => {
    const known = number < 0 ? generated.get(number) : table[number]!;
    if (known !== undefined) return known;
    const length = new DataView(memory.buffer, -number).getUint32(0, true);
    // A copy, because shared memory cannot be compiled.
    const module = new WebAssembly.Module(new Uint8Array(memory.buffer, 4 - number, length).slice());
    const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as { readonly run: Kernel }; // by that name
    generated.set(number, run);
    return run;
  };
}

/** Indices in the control block, in words of 32 bits; those that are written while others read have cache lines of their own. */
export const CONTROL = {
  /** The number of the job, and in the lowest `PARTS_BITS` how many of its parts are not taken yet. */
  state: 0,
  /** How many parts are not done. */
  pending: 16,
  /** How many threads sleep until `state` changes. */
  sleepers: 32,
  /** 1 when a part failed. */
  failed: 48,
  /** 1 while the main thread sleeps until `pending` changes. */
  mainSleeps: 49,
  /** 1 when the threads shall end. */
  ended: 50,
  /** The address of the list of parts, and its capacity in numbers. */
  list: 64,
  listLength: 65,
  /** The address of each thread's scratch. */
  scratch: 66,
} as const;

/** Words of the control block of so many threads. */
export function controlWords(threads: number): number {
  return CONTROL.scratch + threads;
}

/** A job has at most 2 ** PARTS_BITS − 1 parts. */
export const PARTS_BITS = 10;

/**
 * Takes parts of the current job until none is left. Which thread takes which part is a matter of chance, and parts are
 * independent, so results do not depend on it.
 *
 * The list holds for each part where its calls begin (one number more than parts), then the calls: the number of the
 * kernel, the index of the argument that counts from the thread's scratch, or −1, the number of arguments, the arguments.
 *
 * @returns the state in which nothing was left to take
 */
export function runParts(
  control: Int32Array,
  kernelAt: KernelFinder,
  list: () => Float64Array,
  thread: number,
): number {
  for (;;) {
    const state = Atomics.load(control, CONTROL.state);
    const left = state & ((1 << PARTS_BITS) - 1);
    if (left === 0) return state;
    if (Atomics.compareExchange(control, CONTROL.state, state, state - 1) !== state) continue;
    try {
      runPart(kernelAt, list(), left - 1, control[CONTROL.scratch + thread]! >>> 0);
    } catch {
      Atomics.store(control, CONTROL.failed, 1);
    }
    Atomics.sub(control, CONTROL.pending, 1);
    if (Atomics.load(control, CONTROL.mainSleeps) === 1) Atomics.notify(control, CONTROL.pending);
  }
}

function runPart(kernelAt: KernelFinder, list: Float64Array, part: number, scratch: number): void {
  const end = list[part + 1]!;
  for (let at = list[part]!; at < end; ) {
    const kernel = kernelAt(list[at]!);
    const own = list[at + 1]!;
    const first = at + 3;
    at = first + list[at + 2]!;
    const numbers = Array.from(list.subarray(first, at));
    if (own >= 0) numbers[own]! += scratch;
    kernel(...numbers);
  }
}
