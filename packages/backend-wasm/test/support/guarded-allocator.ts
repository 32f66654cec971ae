import { Allocator } from '../../src/internal/allocator.js';

const GUARD = 1024;

/**
 * An allocator that sees who writes outside of what is theirs: bytes before and after each piece must stay what they
 * were. Pieces start out as NaN, so that an element that a kernel forgets is seen, too. Who reads outside is seen by
 * other results when another byte fills what belongs to nobody.
 */
export class GuardedAllocator extends Allocator {
  readonly #pieces: Map<number, { readonly bytes: number; readonly guard: number }> = new Map();
  readonly violations: string[] = [];
  /** What pieces hold before they are written, what is around them, and what they hold after their release. */
  fill = 0xff;

  override allocate(bytes: number): number {
    const pointer = super.allocate(bytes + 2 * GUARD) + GUARD;
    this.#fill(pointer, bytes);
    this.#pieces.set(pointer, { bytes, guard: this.fill });
    return pointer;
  }

  override release(pointer: number): void {
    this.#check(pointer);
    this.#fill(pointer, this.#pieces.get(pointer)?.bytes ?? 0);
    this.#pieces.delete(pointer);
    super.release(pointer - GUARD);
  }

  /** What has been overwritten so far, one sentence each; empties the list. */
  check(): string[] {
    for (const pointer of this.#pieces.keys()) this.#check(pointer);
    return this.violations.splice(0);
  }

  #fill(pointer: number, bytes: number): void {
    new Uint8Array(this.memory.buffer, pointer - GUARD, bytes + 2 * GUARD).fill(this.fill);
  }

  #check(pointer: number): void {
    const piece = this.#pieces.get(pointer);
    if (piece === undefined) {
      this.violations.push(`${pointer} was released twice`);
      return;
    }
    const { bytes, guard } = piece;
    const all = new Uint8Array(this.memory.buffer, pointer - GUARD, bytes + 2 * GUARD);
    const touched = (from: number, to: number): boolean => all.subarray(from, to).some((byte) => byte !== guard);
    if (touched(0, GUARD)) this.violations.push(`something wrote before a piece of ${bytes} bytes`);
    if (touched(GUARD + bytes, bytes + 2 * GUARD))
      this.violations.push(`something wrote after a piece of ${bytes} bytes`);
  }
}
