import { Allocator } from '../../src/internal/allocator.js';

const GUARD = 64;
const PATTERN = 0x5a;

/**
 * An allocator that sees who writes outside of what is theirs: bytes before and after each piece must stay what they
 * were. Pieces start out as NaN, so that an element that a kernel forgets is seen, too.
 */
export class GuardedAllocator extends Allocator {
  readonly #sizes: Map<number, number> = new Map();
  readonly violations: string[] = [];

  override allocate(bytes: number): number {
    const pointer = super.allocate(bytes + 2 * GUARD) + GUARD;
    const all = new Uint8Array(this.memory.buffer);
    all.fill(PATTERN, pointer - GUARD, pointer);
    all.fill(0xff, pointer, pointer + bytes);
    all.fill(PATTERN, pointer + bytes, pointer + bytes + GUARD);
    this.#sizes.set(pointer, bytes);
    return pointer;
  }

  override release(pointer: number): void {
    this.#check(pointer);
    this.#sizes.delete(pointer);
    super.release(pointer - GUARD);
  }

  /** What has been overwritten so far, one sentence each; empties the list. */
  check(): string[] {
    for (const pointer of this.#sizes.keys()) this.#check(pointer);
    return this.violations.splice(0);
  }

  #check(pointer: number): void {
    const bytes = this.#sizes.get(pointer);
    if (bytes === undefined) {
      this.violations.push(`${pointer} was released twice`);
      return;
    }
    const all = new Uint8Array(this.memory.buffer, pointer - GUARD, bytes + 2 * GUARD);
    const touched = (from: number, to: number): boolean => all.subarray(from, to).some((byte) => byte !== PATTERN);
    if (touched(0, GUARD)) this.violations.push(`something wrote before a piece of ${bytes} bytes`);
    if (touched(GUARD + bytes, bytes + 2 * GUARD))
      this.violations.push(`something wrote after a piece of ${bytes} bytes`);
  }
}
