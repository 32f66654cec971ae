// Histograms of gradient boosting; src/internal/boosting/histograms.ts has the same in TypeScript. Four columns at a time:
// rows and derivatives are read once for them, and no sum waits for the one before it.

/**
 * Adds gradient and second derivative of each row to the bin of each column.
 *
 * @param bins u8, columns × rows
 * @param offsets i32: where each column begins among the bins of the histogram
 * @param samples u32: the rows, `count` of them
 * @param pairs f32: gradient and second derivative of each, in the order of `samples`
 * @param sums f64: gradients and second derivatives of each bin
 * @param counts u32: rows of each bin
 */
export function addToHistogram(
  bins: usize,
  rows: u32,
  columns: u32,
  offsets: usize,
  samples: usize,
  count: u32,
  pairs: usize,
  sums: usize,
  counts: usize,
): void {
  let column: u32 = 0;
  for (; column + 4 <= columns; column += 4) {
    const offset0: usize = load<u32>(offsets);
    const offset1: usize = load<u32>(offsets, 4);
    const offset2: usize = load<u32>(offsets, 8);
    const offset3: usize = load<u32>(offsets, 12);
    offsets += 16;
    const bins1 = bins + rows;
    const bins2 = bins1 + rows;
    const bins3 = bins2 + rows;
    for (let i: u32 = 0; i < count; i++) {
      const row: usize = load<u32>(samples + (<usize>i << 2));
      const pair = f64x2.promote_low_f32x4(v128.load64_zero(pairs + (<usize>i << 3)));
      const bin0 = offset0 + load<u8>(bins + row);
      const bin1 = offset1 + load<u8>(bins1 + row);
      const bin2 = offset2 + load<u8>(bins2 + row);
      const bin3 = offset3 + load<u8>(bins3 + row);
      add(sums + (bin0 << 4), counts + (bin0 << 2), pair);
      add(sums + (bin1 << 4), counts + (bin1 << 2), pair);
      add(sums + (bin2 << 4), counts + (bin2 << 2), pair);
      add(sums + (bin3 << 4), counts + (bin3 << 2), pair);
    }
    bins = bins3 + rows;
  }
  for (; column < columns; column++) {
    const offset: usize = load<u32>(offsets);
    for (let i: u32 = 0; i < count; i++) {
      const bin = offset + load<u8>(bins + load<u32>(samples + (<usize>i << 2)));
      add(sums + (bin << 4), counts + (bin << 2), f64x2.promote_low_f32x4(v128.load64_zero(pairs + (<usize>i << 3))));
    }
    offsets += 4;
    bins += rows;
  }
}

/** The same where the second derivatives are 1: `gradients` f32 of each row, `sums` f64 of each bin. */
export function addToConstantHistogram(
  bins: usize,
  rows: u32,
  columns: u32,
  offsets: usize,
  samples: usize,
  count: u32,
  gradients: usize,
  sums: usize,
  counts: usize,
): void {
  let column: u32 = 0;
  for (; column + 4 <= columns; column += 4) {
    const offset0: usize = load<u32>(offsets);
    const offset1: usize = load<u32>(offsets, 4);
    const offset2: usize = load<u32>(offsets, 8);
    const offset3: usize = load<u32>(offsets, 12);
    offsets += 16;
    const bins1 = bins + rows;
    const bins2 = bins1 + rows;
    const bins3 = bins2 + rows;
    for (let i: u32 = 0; i < count; i++) {
      const row: usize = load<u32>(samples + (<usize>i << 2));
      const gradient: f64 = load<f32>(gradients + (<usize>i << 2));
      const bin0 = offset0 + load<u8>(bins + row);
      const bin1 = offset1 + load<u8>(bins1 + row);
      const bin2 = offset2 + load<u8>(bins2 + row);
      const bin3 = offset3 + load<u8>(bins3 + row);
      addOne(sums + (bin0 << 3), counts + (bin0 << 2), gradient);
      addOne(sums + (bin1 << 3), counts + (bin1 << 2), gradient);
      addOne(sums + (bin2 << 3), counts + (bin2 << 2), gradient);
      addOne(sums + (bin3 << 3), counts + (bin3 << 2), gradient);
    }
    bins = bins3 + rows;
  }
  for (; column < columns; column++) {
    const offset: usize = load<u32>(offsets);
    for (let i: u32 = 0; i < count; i++) {
      const bin = offset + load<u8>(bins + load<u32>(samples + (<usize>i << 2)));
      addOne(sums + (bin << 3), counts + (bin << 2), load<f32>(gradients + (<usize>i << 2)));
    }
    offsets += 4;
    bins += rows;
  }
}

@inline
function add(sum: usize, count: usize, pair: v128): void {
  v128.store(sum, f64x2.add(v128.load(sum), pair));
  store<u32>(count, load<u32>(count) + 1);
}

@inline
function addOne(sum: usize, count: usize, gradient: f64): void {
  store<f64>(sum, load<f64>(sum) + gradient);
  store<u32>(count, load<u32>(count) + 1);
}
