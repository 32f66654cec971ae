/** Where an element of depth × width stands in panels of as many columns, a power of 2. */
export function panelAt(k: number, j: number, depth: number, panel = 4): number {
  return (j - (j % panel)) * depth + k * panel + (j % panel);
}

/** Writes rows, width × depth, as the columns of panels. */
export function packPanels(
  rows: ArrayLike<number>,
  depth: number,
  target: Float64Array | Float32Array,
  panel = 4,
): void {
  const width = rows.length / depth;
  for (let j = 0; j < width; j++) {
    const to = panelAt(0, j, depth, panel);
    for (let k = 0; k < depth; k++) target[to + panel * k] = rows[j * depth + k]!;
  }
}
