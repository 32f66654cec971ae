/** Points with three coordinates, those that are not needed 0. */
export type Points = readonly [Float64Array, Float64Array, Float64Array];

/** So many bits of each coordinate order the points. */
const BITS = 10;
const DIGIT = 2048;

/**
 * Cells within cells, each with the mean of its points: what is far from a cell takes them for one. Cells stand in the order of
 * a walk, each with the index of the cell that follows when its inside is passed over.
 *
 * @see Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986; cells by the bits of the coordinates, as
 *   in Morton, "A computer oriented geodetic data base", 1966
 */
export class PointTree {
  /** The points in the order of the cells. */
  readonly order: Uint32Array;
  cells = 0;
  /** The mean of the points of each cell. */
  readonly means: Points;
  /** Squared, of each cell; 0 of one that is not divided. */
  readonly widths: Float64Array;
  /** The points of each cell in `order`, from here to the other. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly next: Uint32Array;
  readonly #keys: Uint32Array;
  readonly #spareKeys: Uint32Array;
  readonly #spareOrder: Uint32Array;
  readonly #counts = new Uint32Array(DIGIT);
  readonly #sums: Points;

  constructor(size: number) {
    const most = 2 * size;
    this.order = new Uint32Array(size);
    this.means = threeOf(most);
    this.widths = new Float64Array(most);
    this.starts = new Uint32Array(most);
    this.ends = new Uint32Array(most);
    this.next = new Uint32Array(most);
    this.#keys = new Uint32Array(size);
    this.#spareKeys = new Uint32Array(size);
    this.#spareOrder = new Uint32Array(size);
    this.#sums = threeOf(size + 1);
  }

  /** Puts points into cells. */
  build(points: Points, dimensions: number): void {
    const width = this.#key(points, dimensions);
    this.#sort();
    for (const [axis, own] of points.entries()) {
      const sums = this.#sums[axis]!;
      for (let i = 0; i < this.order.length; i++) sums[i + 1] = sums[i]! + own[this.order[i]!]!;
    }
    this.cells = 0;
    this.#divide(0, this.order.length, { level: 0, width, dimensions });
  }

  /** Interleaves the bits of the coordinates. @returns the width of the outermost cell */
  #key(points: Points, dimensions: number): number {
    const bits = Math.floor((3 * BITS) / dimensions);
    const axes = points.slice(0, dimensions);
    const lows = axes.map((own) => own.reduce((least, value) => Math.min(least, value), Infinity));
    const width = axes.reduce(
      (widest, own, axis) => own.reduce((most, value) => Math.max(most, value - lows[axis]!), widest),
      0,
    );
    const scale = width > 0 ? (2 ** bits - 1e-3) / width : 0;
    for (let i = 0; i < this.order.length; i++) {
      let key = 0;
      for (let axis = 0; axis < dimensions; axis++) {
        key |= apart((axes[axis]![i]! - lows[axis]!) * scale, dimensions) << axis;
      }
      this.#keys[i] = key;
      this.order[i] = i;
    }
    return width;
  }

  /** By three digits of 11 bits. */
  #sort(): void {
    let [keys, order, spareKeys, spareOrder] = [this.#keys, this.order, this.#spareKeys, this.#spareOrder];
    const size = keys.length;
    for (let shift = 0; shift < 33; shift += 11) {
      const counts = this.#counts.fill(0);
      for (let i = 0; i < size; i++) counts[(keys[i]! >>> shift) & (DIGIT - 1)]!++;
      let sum = 0;
      for (let digit = 0; digit < DIGIT; digit++) {
        const own = counts[digit]!;
        counts[digit] = sum;
        sum += own;
      }
      for (let i = 0; i < size; i++) {
        const to = counts[(keys[i]! >>> shift) & (DIGIT - 1)]!++;
        spareKeys[to] = keys[i]!;
        spareOrder[to] = order[i]!;
      }
      [keys, order, spareKeys, spareOrder] = [spareKeys, spareOrder, keys, order];
    }
    // After three passes, the result stands in the spare arrays.
    this.#keys.set(keys);
    this.order.set(order);
  }

  /** Points of one key are not divided. Cells all of whose points lie in one part are passed over. */
  #divide(start: number, end: number, outer: { level: number; width: number; dimensions: number }): void {
    const { dimensions } = outer;
    const depth = Math.floor((3 * BITS) / dimensions);
    const keys = this.#keys;
    let { level, width } = outer;
    const same = keys[start]! ^ keys[end - 1]!;
    const divided = same !== 0;
    // The bits of a level that all points share.
    while (divided && same >>> (dimensions * (depth - level - 1)) === 0) {
      level++;
      width /= 2;
    }
    const cell = this.cells++;
    this.starts[cell] = start;
    this.ends[cell] = end;
    this.widths[cell] = divided ? width * width : 0;
    for (const [axis, sums] of this.#sums.entries()) {
      this.means[axis]![cell] = (sums[end]! - sums[start]!) / (end - start);
    }
    if (divided) {
      const shift = dimensions * (depth - level - 1);
      for (let from = start; from < end; ) {
        const part = keys[from]! >>> shift;
        let to = from + 1;
        while (to < end && keys[to]! >>> shift === part) to++;
        this.#divide(from, to, { level: level + 1, width: width / 2, dimensions });
        from = to;
      }
    }
    this.next[cell] = this.cells;
  }
}

export function threeOf(size: number): Points {
  return [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
}

/** The bits of an integer with room for those of the other dimensions between them. */
function apart(value: number, dimensions: number): number {
  let x = value | 0;
  if (dimensions === 1) return x;
  if (dimensions === 2) {
    x = (x | (x << 8)) & 0x00ff00ff;
    x = (x | (x << 4)) & 0x0f0f0f0f;
    x = (x | (x << 2)) & 0x33333333;
    return (x | (x << 1)) & 0x55555555;
  }
  x = (x | (x << 16)) & 0x030000ff;
  x = (x | (x << 8)) & 0x0300f00f;
  x = (x | (x << 4)) & 0x030c30c3;
  return (x | (x << 2)) & 0x09249249;
}
