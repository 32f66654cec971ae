import { valueAndGradients } from '@neurite/core';
import {
  concat,
  conv2d,
  dispose,
  matMul,
  mul,
  reshape,
  sum,
  type Tensor,
  tensor2d,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import { convolution, product, type Reference } from './internal/reference.js';

/** How an engine computed a matrix product, a convolution and their gradients. */
export type SelfTest = {
  readonly passed: boolean;
  /** From the first operation to the numbers, the compilation of shaders included. */
  readonly milliseconds: number;
  /** The largest distance from the right numbers, which are integers of at most a few hundred; NaN for a NaN. */
  readonly largestError: number;
};

/** Milliseconds that an engine may take: a software renderer needs seconds to compile its shaders. */
const TIMEOUT = 20_000;
/** All values are integers that even half precision represents, so only a wrong result differs by more. */
const TOLERANCE = 0.01;

/** The sizes are not multiples of a tile, so that edges are tested too. */
const [ROWS, INNER, COLUMNS] = [9, 17, 10];
const [SIZE, CHANNELS, FILTERS, KERNEL] = [7, 3, 5, 3];

const expected: { product?: Reference; convolution?: Reference } = {};

/**
 * Multiplies two matrices, convolves an image, differentiates both, and compares with plain loops.
 *
 * @returns the outcome; `problem` if the engine computes wrong numbers or does not answer
 */
export async function runSelfTest(): Promise<SelfTest & { readonly problem: string | undefined }> {
  expected.product ??= product(ROWS, INNER, COLUMNS);
  expected.convolution ??= convolution({ size: SIZE, channels: CHANNELS, filters: FILTERS, kernel: KERNEL });
  const known = [...Object.values(expected.product), ...Object.values(expected.convolution)].flat();
  const start = performance.now();
  const computed = tidy(() => concat([...differentiatedProduct(), ...differentiatedConvolution()].map(flat)));
  let values: ArrayLike<number> | undefined;
  try {
    values = await within(TIMEOUT, computed.data());
  } finally {
    dispose(computed);
  }
  const milliseconds = performance.now() - start;
  const largestError = values === undefined ? Number.NaN : difference(values, known);
  return { passed: largestError <= TOLERANCE, milliseconds, largestError, problem: describe(largestError, values) };
}

function differentiatedProduct(): Tensor[] {
  const { a, b, weights } = expected.product!;
  const left = tensor2d(a, [ROWS, INNER]);
  const right = tensor2d(b, [INNER, COLUMNS]);
  const cotangent = tensor2d(weights, [ROWS, COLUMNS]);
  const y = matMul(left, right);
  const { gradients } = valueAndGradients(() => sum(mul(matMul(left, right), cotangent)), { left, right });
  return [left, right, cotangent, y, gradients.left, gradients.right];
}

function differentiatedConvolution(): Tensor[] {
  const { a, b, weights } = expected.convolution!;
  const image = tensor4d(a, [1, SIZE, SIZE, CHANNELS]);
  const filter = tensor4d(b, [KERNEL, KERNEL, CHANNELS, FILTERS]);
  const cotangent = tensor4d(weights, [1, SIZE, SIZE, FILTERS]);
  const convolve = (): Tensor => conv2d(image, filter, 1, 'same');
  const { gradients } = valueAndGradients(() => sum(mul(convolve(), cotangent)), { image, filter });
  return [image, filter, cotangent, convolve(), gradients.image, gradients.filter];
}

function flat(x: Tensor): Tensor {
  return reshape(x, [x.size]);
}

function difference(values: ArrayLike<number>, known: readonly number[]): number {
  let largest = 0;
  for (let i = 0; i < known.length; i++) {
    const error = Math.abs(values[i]! - known[i]!);
    if (!(error <= largest)) largest = error; // NaN too
    if (Number.isNaN(largest)) break;
  }
  return largest;
}

function describe(largestError: number, values: ArrayLike<number> | undefined): string | undefined {
  if (values === undefined) return `it gives no answer within ${TIMEOUT / 1000} seconds`;
  if (largestError <= TOLERANCE) return undefined;
  return `it computes wrong numbers (off by ${Number.isNaN(largestError) ? 'NaN' : largestError.toPrecision(3)})`;
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
