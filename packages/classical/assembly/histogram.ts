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
  addTo<v128>(bins, rows, columns, offsets, samples, count, pairs, sums, counts);
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
  addTo<f64>(bins, rows, columns, offsets, samples, count, gradients, sums, counts);
}

/** Derivatives are pairs, v128, or gradients alone, f64. */
function addTo<Derivatives>(
  bins: usize,
  rows: u32,
  columns: u32,
  offsets: usize,
  samples: usize,
  count: u32,
  derivatives: usize,
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
      const own = derivativesAt<Derivatives>(derivatives, i);
      const bin0 = offset0 + load<u8>(bins + row);
      const bin1 = offset1 + load<u8>(bins1 + row);
      const bin2 = offset2 + load<u8>(bins2 + row);
      const bin3 = offset3 + load<u8>(bins3 + row);
      add<Derivatives>(sums, counts, bin0, own);
      add<Derivatives>(sums, counts, bin1, own);
      add<Derivatives>(sums, counts, bin2, own);
      add<Derivatives>(sums, counts, bin3, own);
    }
    bins = bins3 + rows;
  }
  for (; column < columns; column++) {
    const offset: usize = load<u32>(offsets);
    for (let i: u32 = 0; i < count; i++) {
      const bin = offset + load<u8>(bins + load<u32>(samples + (<usize>i << 2)));
      add<Derivatives>(sums, counts, bin, derivativesAt<Derivatives>(derivatives, i));
    }
    offsets += 4;
    bins += rows;
  }
}

@inline
function derivativesAt<Derivatives>(from: usize, i: u32): Derivatives {
  if (isVector<Derivatives>()) return f64x2.promote_low_f32x4(v128.load64_zero(from + (<usize>i << 3)));
  return <f64>load<f32>(from + (<usize>i << 2));
}

@inline
function add<Derivatives>(sums: usize, counts: usize, bin: usize, own: Derivatives): void {
  const count = counts + (bin << 2);
  if (isVector<Derivatives>()) {
    const sum = sums + (bin << 4);
    v128.store(sum, f64x2.add(v128.load(sum), own));
  } else {
    const sum = sums + (bin << 3);
    store<f64>(sum, load<f64>(sum) + own);
  }
  store<u32>(count, load<u32>(count) + 1);
}
