import { Allocator } from '../../src/internal/allocator.js';

const GUARD = 1024;

/** A signaling NaN: arithmetic quiets it, so that who computes with it and writes it back is seen, too. */
const SIGNALING_NAN = 0x7fa1a2a3;

/**
 * An allocator that sees who writes outside of what is theirs: bytes before and after each piece must stay what they
 * were. Pieces start out as NaN, so that an element that a kernel forgets is seen, too. Who reads outside is seen by
 * other results when another word fills what belongs to nobody.
 */
export class GuardedAllocator extends Allocator {
  readonly #pieces: Map<number, { readonly bytes: number; readonly guard: number }> = new Map();
  readonly violations: string[] = [];
  /** The 32 bits that pieces hold before they are written, that are around them, and that they hold after their release. */
  fill: number = SIGNALING_NAN;

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
    const size = bytes + 2 * GUARD;
    new Uint32Array(this.memory.buffer, pointer - GUARD, size >> 2).fill(this.fill);
    const all = new Uint8Array(this.memory.buffer, pointer - GUARD, size);
    for (let at = size & ~3; at < size; at++) all[at] = byteOf(this.fill, at);
  }

  #check(pointer: number): void {
    const piece = this.#pieces.get(pointer);
    if (piece === undefined) {
      this.violations.push(`${pointer} was released twice`);
      return;
    }
    const { bytes, guard } = piece;
    const all = new Uint8Array(this.memory.buffer, pointer - GUARD, bytes + 2 * GUARD);
    const touched = (from: number, to: number): boolean =>
      all.subarray(from, to).some((byte, i) => byte !== byteOf(guard, from + i));
    if (touched(0, GUARD)) this.violations.push(`something wrote before a piece of ${bytes} bytes`);
    if (touched(GUARD + bytes, bytes + 2 * GUARD))
      this.violations.push(`something wrote after a piece of ${bytes} bytes`);
  }
}

/** The byte of a repeated word that stands at an offset. */
function byteOf(word: number, offset: number): number {
  return (word >>> (8 * (offset & 3))) & 0xff;
}
