/**
 * Integers in Parquet's hybrid of repeated values and packed bits, read as many at a time as wanted.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/ ("Run Length Encoding / Bit-Packing Hybrid")
 */
export class HybridRuns {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #width: number;
  #at: number;
  /** Values left of the run. */
  #left = 0;
  /** Of a repeated run. */
  #value = 0;
  /** Where the next value of a packed run begins, in bits; undefined in a repeated one. */
  #bit: number | undefined;

  /**
   * @param start the first byte of `bytes` that is read
   * @param width bits of an integer, 0–32
   */
  constructor(bytes: Uint8Array, start: number, width: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = bytes.length;
    this.#width = width;
  }

  /**
   * Writes the next `count` integers to the beginning of `out`.
   *
   * @throws RangeError where there are fewer
   */
  read(out: Int32Array, count: number): void {
    if (this.#width === 0) {
      out.fill(0, 0, count);
      return;
    }
    for (let i = 0; i < count; ) {
      if (this.#left === 0) this.#open();
      const end = Math.min(count, i + this.#left);
      this.#left -= end - i;
      if (this.#bit === undefined) out.fill(this.#value, i, end);
      else this.#bit = this.#unpack(out, { start: i, end, bit: this.#bit });
      i = end;
    }
  }

  /** Begins the next run that holds a value. */
  #open(): void {
    while (this.#left === 0) {
      const header = this.#varint();
      if ((header & 1) === 0) {
        this.#left = header >>> 1;
        this.#bit = undefined;
        this.#value = 0;
        const size = Math.ceil(this.#width / 8);
        for (let i = 0; i < size; i++) this.#value |= this.#byte() << (8 * i);
      } else {
        // Writers may leave out the end of the last group.
        const groups = header >>> 1;
        const held = Math.floor(((this.#end - this.#at) * 8) / this.#width);
        this.#left = Math.min(groups * 8, held);
        this.#bit = this.#at * 8;
        this.#at = Math.min(this.#at + groups * this.#width, this.#end);
      }
    }
  }

  #unpack(
    out: Int32Array,
    { start, end, bit }: { readonly start: number; readonly end: number; readonly bit: number },
  ): number {
    const width = this.#width;
    const bytes = this.#bytes;
    const mask = width === 32 ? -1 : (1 << width) - 1;
    let next = bit;
    for (let i = start; i < end; i++) {
      const at = Math.floor(next / 8); // bits may be beyond 2³¹
      const shift = next % 8;
      // What is read behind the last byte is undefined, and 0 in operations on bits; the mask leaves it out.
      const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      const high = shift + width > 32 ? bytes[at + 4]! << (32 - shift) : 0;
      out[i] = ((low >>> shift) | high) & mask;
      next += width;
    }
    return next;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new RangeError('a page ends before its values do');
    return this.#bytes[this.#at++]!;
  }
}
