/** Nodes below this size are sorted by insertion, others digit by digit. */
const SMALL = 48;

/** Sorts the rows of a node by their ranks in a column; its buffers serve every node. */
export class RankSorter {
  /** The ranks of the last sort, ascending. */
  keys: Uint32Array;
  /** The row of each. */
  rows: Uint32Array;
  #spareKeys: Uint32Array;
  #spareRows: Uint32Array;
  readonly #counts = new Uint32Array(256);

  constructor(size: number) {
    this.keys = new Uint32Array(size);
    this.rows = new Uint32Array(size);
    this.#spareKeys = new Uint32Array(size);
    this.#spareRows = new Uint32Array(size);
  }

  /**
   * @param ranks of the column, for each row of the table
   * @param samples the rows of the node stand from `start` to `end`
   * @returns whether there are two different ranks; nothing is sorted otherwise
   */
  sort(ranks: Uint32Array, samples: Uint32Array, start: number, end: number): boolean {
    const { keys, rows } = this;
    const count = end - start;
    let smallest = 0xffffffff;
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const row = samples[start + i]!;
      const key = ranks[row]!;
      keys[i] = key;
      rows[i] = row;
      if (key < smallest) smallest = key;
      if (key > largest) largest = key;
    }
    if (smallest === largest) return false;
    if (count < SMALL) insertionSort(keys, rows, count);
    // Digits of the difference from the smallest: deep in a tree few of them are left.
    else for (let shift = 0; (largest - smallest) >>> shift > 0; shift += 8) this.#pass(count, smallest, shift);
    return true;
  }

  /** Moves the last rows of the last sort to the front. */
  rotate(count: number, last: number): void {
    const { keys, rows } = this;
    const spareKeys = this.#spareKeys;
    const spareRows = this.#spareRows;
    spareKeys.set(keys.subarray(count - last, count));
    spareRows.set(rows.subarray(count - last, count));
    spareKeys.set(keys.subarray(0, count - last), last);
    spareRows.set(rows.subarray(0, count - last), last);
    this.keys = spareKeys;
    this.rows = spareRows;
    this.#spareKeys = keys;
    this.#spareRows = rows;
  }

  /** Sorts by one digit of 8 bits and keeps the order of equal ones. */
  #pass(count: number, smallest: number, shift: number): void {
    const { keys, rows } = this;
    const spareKeys = this.#spareKeys;
    const spareRows = this.#spareRows;
    const counts = this.#counts.fill(0);
    for (let i = 0; i < count; i++) counts[((keys[i]! - smallest) >>> shift) & 255]!++;
    let sum = 0;
    for (let digit = 0; digit < 256; digit++) {
      const own = counts[digit]!;
      counts[digit] = sum;
      sum += own;
    }
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      const digit = ((key - smallest) >>> shift) & 255;
      const to = counts[digit]!;
      counts[digit] = to + 1;
      spareKeys[to] = key;
      spareRows[to] = rows[i]!;
    }
    this.keys = spareKeys;
    this.rows = spareRows;
    this.#spareKeys = keys;
    this.#spareRows = rows;
  }
}

function insertionSort(keys: Uint32Array, rows: Uint32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const key = keys[i]!;
    const row = rows[i]!;
    let j = i - 1;
    while (j >= 0 && keys[j]! > key) {
      keys[j + 1] = keys[j]!;
      rows[j + 1] = rows[j]!;
      j--;
    }
    keys[j + 1] = key;
    rows[j + 1] = row;
  }
}
