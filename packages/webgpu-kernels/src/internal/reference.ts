/** Inputs and expected outputs of an operation: arrays of integers in row-major order. */
export type Reference = {
  readonly a: number[];
  readonly b: number[];
  /** The factors of the outputs in the sum that is differentiated, i.e. the gradient by the outputs. */
  readonly weights: number[];
  readonly y: number[];
  readonly gradientA: number[];
  readonly gradientB: number[];
};

/** Integers from −3 to 3 without a short period. */
function pattern(count: number, step: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i * step + Math.floor(i / 5)) % 7) - 3);
}

/**
 * `y = a b` and its gradients, by loops.
 *
 * @returns arrays of a [rows, inner], b [inner, columns], y [rows, columns]
 */
export function product(rows: number, inner: number, columns: number): Reference {
  const reference = blank(rows * inner, inner * columns, rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < inner; k++) multiply(reference, i * inner + k, k * columns + j, i * columns + j);
  return reference;
}

/** The sizes of a convolution: a square image, a square kernel of odd size. */
export type ConvolutionSize = {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: number;
};

/**
 * A convolution with stride 1 and padding `same`, and its gradients, by loops.
 *
 * @returns arrays of a [size, size, channels], b [kernel, kernel, channels, filters], y [size, size, filters]
 */
export function convolution({ size, channels, filters, kernel }: ConvolutionSize): Reference {
  const reference = blank(size * size * channels, kernel * kernel * channels * filters, size * size * filters);
  const inBounds = (at: number): boolean => at >= 0 && at < size;
  const border = (kernel - 1) / 2;
  for (let pixel = 0; pixel < size * size; pixel++)
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const row = Math.floor(pixel / size) + Math.floor(tap / kernel) - border;
      const column = (pixel % size) + (tap % kernel) - border;
      if (!inBounds(row) || !inBounds(column)) continue;
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < filters; f++) {
          const input = (row * size + column) * channels + c;
          multiply(reference, input, (tap * channels + c) * filters + f, pixel * filters + f);
        }
    }
  return reference;
}

function blank(a: number, b: number, y: number): Reference {
  return {
    a: pattern(a, 3),
    b: pattern(b, 5),
    weights: pattern(y, 2),
    y: new Array<number>(y).fill(0),
    gradientA: new Array<number>(a).fill(0),
    gradientB: new Array<number>(b).fill(0),
  };
}

/** Adds one product to the output, and its parts to the gradients. */
function multiply({ a, b, weights, y, gradientA, gradientB }: Reference, i: number, j: number, out: number): void {
  y[out]! += a[i]! * b[j]!;
  gradientA[i]! += weights[out]! * b[j]!;
  gradientB[j]! += weights[out]! * a[i]!;
}
