import { BackendError, checkInteger } from '@neurite/core';

/** The unit of addresses and sizes: a cache line, so that no two tensors share one. */
const LINE = 64;
const PAGE = 65_536;
/** Pages of all 32-bit addresses, 4 GiB, and the fewest that are worth asking for, 256 MiB. */
const MOST_PAGES = 65_536;
const FEWEST_PAGES = 4096;
/** Lines at the end that are never allocated: room to read vectors past a tensor, and below 2³² to count past it. */
const RESERVED = 2;
const LINES_PER_PAGE: number = PAGE / LINE;
/** Each power of two is divided into this many size classes. */
const STEP_BITS = 3;
const STEPS: number = 1 << STEP_BITS;
const CLASSES: number = 32 * STEPS;
/** From this many lines on, a block is large: as many lines as the cache has sets in a page. */
const LARGE = 512;
/**
 * Lines that a large block has besides those of its class. Without them the distance between neighbors would be a multiple
 * of a page, and a kernel that reads several tensors side by side would use the same few sets of the cache for all of them.
 */
const SKEW = 9;

/** A piece of the memory, in lines. Neighbors in memory are linked, so that free ones can be joined. */
type Block = {
  start: number;
  lines: number;
  free: boolean;
  /** The requested bytes. */
  bytes: number;
  before: Block | undefined;
  after: Block | undefined;
  nextFree: Block | undefined;
  previousFree: Block | undefined;
};

/** What the allocator holds, in bytes. */
export type MemoryUse = {
  /** In use now, as requested. */
  readonly liveBytes: number;
  /** The most that `liveBytes` has been. */
  readonly peakBytes: number;
  /** The size of the memory. */
  readonly heapBytes: number;
  /** The fraction of the free memory outside the largest free piece: 0 where all of it can be allocated at once. */
  readonly fragmentation: number;
};

/** How large the memory may become. */
export type AllocatorOptions = {
  /** Pages of 64 KiB that the memory may have. Default 65,536: 4 GiB. */
  readonly maximumPages?: number;
  /** Whether other threads share the memory. Default false. */
  readonly shared?: boolean;
};

/**
 * Allocates blocks of one WebAssembly.Memory, aligned to 64 bytes, and grows it when no free block is large enough.
 *
 * Two-level segregated fit: sizes are rounded up to a class, a free block is found by its class in constant time, the
 * rest of it stays free, and free neighbors are joined at once, so that freed memory can be used for anything. The first
 * line is never allocated, so that a pointer is never 0.
 *
 * @see Masmano et al., TLSF: a new dynamic memory allocator for real-time systems, 2004
 */
export class Allocator {
  readonly memory: WebAssembly.Memory;
  readonly #maximumPages: number;
  readonly #free: (Block | undefined)[] = new Array<Block | undefined>(CLASSES).fill(undefined);
  /** For each power of two, the steps that have a free block. */
  readonly #steps: Int32Array = new Int32Array(32);
  /** The powers of two that have a free block. */
  #powers = 0;
  readonly #taken: Map<number, Block> = new Map();
  #last: Block | undefined;
  #end = 1;
  #liveBytes = 0;
  #peakBytes = 0;

  /** @throws BackendError when the runtime refuses the memory, whatever its maximum */
  constructor({ maximumPages = MOST_PAGES, shared = false }: AllocatorOptions = {}) {
    [this.memory, this.#maximumPages] = newMemory(maximumPages, shared);
  }

  /** The bytes that the memory may have. */
  get maximumBytes(): number {
    return this.#maximumPages * PAGE;
  }

  get use(): MemoryUse {
    let free = 0;
    let largest = 0;
    for (let block = this.#last; block !== undefined; block = block.before) {
      if (!block.free) continue;
      free += block.lines;
      largest = Math.max(largest, block.lines);
    }
    return {
      liveBytes: this.#liveBytes,
      peakBytes: this.#peakBytes,
      heapBytes: this.memory.buffer.byteLength,
      fragmentation: free === 0 ? 0 : 1 - largest / free,
    };
  }

  /**
   * @param bytes at least 0; an empty tensor has an address of its own
   * @returns the address of `bytes` bytes, which are not initialized
   * @throws ArgumentError when it is no integer of at least 0, BackendError when the memory is full
   */
  allocate(bytes: number): number {
    if (!(bytes >= 0 && Number.isInteger(bytes))) checkInteger('backend-wasm', 'bytes', bytes, { min: 0 });
    // More than there are addresses would be too many for the arithmetic of 32 bits below.
    if (bytes > this.maximumBytes) throw this.#full(bytes);
    const lines = roundUpToClass(Math.max(1, Math.ceil(bytes / LINE)));
    const block = this.#find(lines) ?? this.#grow(lines, bytes);
    this.#unlink(block);
    if (block.lines > lines) this.#split(block, lines);
    block.free = false;
    block.bytes = bytes;
    this.#liveBytes += bytes;
    if (this.#liveBytes > this.#peakBytes) this.#peakBytes = this.#liveBytes;
    const pointer = block.start * LINE;
    this.#taken.set(pointer, block);
    return pointer;
  }

  /**
   * Frees what `allocate` returned.
   *
   * @throws BackendError when the address is not in use
   */
  release(pointer: number): void {
    let block = this.#taken.get(pointer);
    if (block === undefined) {
      throw new BackendError({ where: 'backend-wasm', problem: `address ${pointer} was released but is not in use` });
    }
    this.#taken.delete(pointer);
    this.#liveBytes -= block.bytes;
    block.free = true;
    const { before, after } = block;
    if (after?.free) {
      this.#unlink(after);
      this.#join(block, after);
    }
    if (before?.free) {
      this.#unlink(before);
      this.#join(before, block);
      block = before;
    }
    this.#link(block);
  }

  #find(lines: number): Block | undefined {
    const fitting = classOf(lines);
    const power = fitting >> STEP_BITS;
    const inPower = this.#steps[power]! & (-1 << (fitting & (STEPS - 1)));
    if (inPower !== 0) return this.#free[power * STEPS + lowestBit(inPower)];
    const larger = power === 31 ? 0 : this.#powers & (-2 << power);
    if (larger === 0) return undefined;
    const found = lowestBit(larger);
    return this.#free[found * STEPS + lowestBit(this.#steps[found]!)];
  }

  /** Makes the free block at the end of the memory large enough. */
  #grow(lines: number, bytes: number): Block {
    const tail = this.#last?.free ? this.#last : undefined;
    const missing = lines - (tail?.lines ?? 0);
    const neededPages = Math.max(0, Math.ceil((this.#end + missing + RESERVED) / LINES_PER_PAGE) - this.#pages());
    // A quarter more than there is, so that a growing heap is rarely copied; just enough where that is refused.
    const generous = Math.min(this.#maximumPages - this.#pages(), Math.max(neededPages, this.#pages() >> 2, 16));
    if (!this.#growBy(Math.max(generous, neededPages)) && !this.#growBy(neededPages)) {
      throw this.#full(bytes);
    }
    const end = this.#pages() * LINES_PER_PAGE - RESERVED;
    const block: Block = {
      start: this.#end,
      lines: end - this.#end,
      free: true,
      bytes: 0,
      before: this.#last,
      after: undefined,
      nextFree: undefined,
      previousFree: undefined,
    };
    if (this.#last !== undefined) this.#last.after = block;
    this.#last = block;
    this.#end = end;
    if (tail === undefined) {
      this.#link(block);
      return block;
    }
    this.#unlink(tail);
    this.#join(tail, block);
    this.#link(tail);
    return tail;
  }

  #full(bytes: number): BackendError {
    return new BackendError({
      where: 'backend-wasm',
      problem: `${megabytes(bytes)} more do not fit into the WebAssembly memory, where ${megabytes(this.#liveBytes)} of ${megabytes(this.maximumBytes)} are in use`,
      advice: 'Dispose tensors that are no longer needed, or take smaller batches',
    });
  }

  #growBy(pages: number): boolean {
    if (this.#pages() + pages > this.#maximumPages) return false;
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }

  #pages(): number {
    return this.memory.buffer.byteLength / PAGE;
  }

  #split(block: Block, lines: number): void {
    const rest: Block = {
      start: block.start + lines,
      lines: block.lines - lines,
      free: true,
      bytes: 0,
      before: block,
      after: block.after,
      nextFree: undefined,
      previousFree: undefined,
    };
    if (block.after === undefined) this.#last = rest;
    else block.after.before = rest;
    block.after = rest;
    block.lines = lines;
    this.#link(rest);
  }

  /** Joins two neighbors to one block. Both must be out of the lists. */
  #join(block: Block, next: Block): void {
    block.lines += next.lines;
    block.after = next.after;
    if (next.after === undefined) this.#last = block;
    else next.after.before = block;
  }

  #link(block: Block): void {
    const own = classOf(block.lines);
    const power = own >> STEP_BITS;
    const head = this.#free[own];
    block.previousFree = undefined;
    block.nextFree = head;
    if (head !== undefined) head.previousFree = block;
    this.#free[own] = block;
    this.#steps[power]! |= 1 << (own & (STEPS - 1));
    this.#powers |= 1 << power;
  }

  #unlink(block: Block): void {
    const { nextFree, previousFree } = block;
    if (nextFree !== undefined) nextFree.previousFree = previousFree;
    if (previousFree !== undefined) {
      previousFree.nextFree = nextFree;
      return;
    }
    const own = classOf(block.lines);
    const power = own >> STEP_BITS;
    this.#free[own] = nextFree;
    if (nextFree !== undefined) return;
    this.#steps[power]! &= ~(1 << (own & (STEPS - 1)));
    if (this.#steps[power] === 0) this.#powers &= ~(1 << power);
  }
}

/** A memory of as many pages at most as the runtime grants: some refuse a large one that is shared. */
function newMemory(maximumPages: number, shared: boolean): [WebAssembly.Memory, number] {
  for (let maximum = maximumPages; ; maximum >>= 1) {
    try {
      return [new WebAssembly.Memory({ initial: 1, maximum, shared }), maximum];
    } catch (cause) {
      if (maximum >> 1 >= FEWEST_PAGES) continue;
      throw new BackendError({
        where: 'backend-wasm',
        problem: `the runtime refuses a ${shared ? 'shared ' : ''}WebAssembly memory of ${megabytes(maximum * PAGE)}`,
        cause,
      });
    }
  }
}

/** The class of a block: its power of two and step. */
function classOf(lines: number): number {
  const size = lines < LARGE ? lines : lines - SKEW;
  const power = 31 - Math.clz32(size);
  return power * STEPS + (power < STEP_BITS ? size - (1 << power) : (size >>> (power - STEP_BITS)) & (STEPS - 1));
}

/** The smallest size of a class whose blocks are all large enough: at most an eighth more than requested. */
function roundUpToClass(lines: number): number {
  if (lines < STEPS) return lines;
  const mask = (1 << (28 - Math.clz32(lines))) - 1;
  const size = (lines + mask) & ~mask;
  return size < LARGE ? size : size + SKEW;
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${bytes} bytes` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
