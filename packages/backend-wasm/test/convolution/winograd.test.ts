import { conv2d, engine, fused, type Tensor, type Tensor4D, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';
import type { GuardedAllocator } from '../support/guarded-allocator.js';

let guarded: GuardedAllocator;
beforeAll(async () => {
  guarded = await useGuardedWasm();
});

type Shape4D = readonly [number, number, number, number];
type Padding = 'valid' | 'same' | [[number, number], [number, number], [number, number], [number, number]];
const around = (top: number, bottom: number, left: number, right: number): Padding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

/** Kernels over whole vectors of channels: of every remainder of four positions, and with tiles that reach over borders. */
const cases: readonly (readonly [x: Shape4D, filters: number, pad: Padding, rows: 1 | 3])[] = [
  [[2, 10, 10, 8], 8, 'valid', 3],
  [[3, 11, 8, 16], 24, 'same', 3],
  [[9, 5, 5, 8], 16, 'valid', 3],
  [[8, 3, 3, 8], 8, 'valid', 3],
  [[8, 1, 1, 8], 8, 'same', 3],
  [[1, 13, 12, 24], 8, 'same', 3],
  [[2, 12, 9, 8], 16, around(1, 0, 2, 1), 3],
  [[2, 9, 9, 8], 8, around(4, 3, 0, 5), 3],
  [[80, 8, 8, 8], 8, around(2, 2, 2, 2), 3],
  [[3, 1, 14, 8], 16, 'valid', 1],
  [[9, 1, 13, 24], 8, 'same', 1],
  [[2, 3, 11, 16], 24, around(0, 0, 2, 0), 1],
  [[2, 5, 12, 8], 8, around(0, 0, 2, 1), 1],
  [[300, 1, 9, 8], 8, 'valid', 1],
];

/** What a sum should be, and the sum of its terms without their signs, by which its error is judged. */
class Exact {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
  constructor(size: number) {
    this.sums = new Float64Array(size);
    this.sizes = new Float64Array(size);
  }
  add(at: number, term: number): void {
    this.sums[at]! += term;
    this.sizes[at]! += Math.abs(term);
  }
  /** The largest error. */
  error(actual: readonly number[]): number {
    expect(actual.length).toBe(this.sums.length);
    return actual.reduce((most, value, i) => {
      const off = Math.abs(value - this.sums[i]!);
      return Math.max(most, off === 0 ? 0 : off / this.sizes[i]!);
    }, 0);
  }
}

/** Calls `visit` with the indices in x, filter and y of every term of a convolution. */
function terms(
  [n, height, width, channels]: Shape4D,
  [, outHeight, outWidth, filters]: Shape4D,
  [top, left]: readonly [number, number],
  rows: number,
  visit: (x: number, filter: number, y: number) => void,
): void {
  for (let b = 0; b < n; b++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let u = Math.max(0, top - i); u < Math.min(rows, height + top - i); u++)
          for (let v = Math.max(0, left - j); v < Math.min(3, width + left - j); v++)
            for (let c = 0; c < channels; c++)
              for (let f = 0; f < filters; f++)
                visit(
                  ((b * height + i + u - top) * width + j + v - left) * channels + c,
                  ((u * 3 + v) * channels + c) * filters + f,
                  ((b * outHeight + i) * outWidth + j) * filters + f,
                );
}

describe('convolution after Winograd', () => {
  it.each(cases)(
    'and its gradients, of %j by %i filters, padding %j, kernels of %i rows',
    async (shape, filters, pad, rows) => {
      const [n, height, width, channels] = shape;
      const edge = (rows - 1) / 2;
      const same = [edge, edge, 1, 1];
      const padding = typeof pad === 'string' ? (pad === 'valid' ? [0, 0, 0, 0] : same) : [...pad[1], ...pad[2]];
      const [top, bottom, left, right] = padding as [number, number, number, number];
      const out: Shape4D = [n, height + top + bottom - rows + 1, width + left + right - 2, filters];
      const x = randomPlain(shape, 1);
      const filter = randomPlain([rows, 3, channels, filters], 2);
      const dy = randomPlain(out, 3);
      const attrs = { strides: 1, pad, dataFormat: 'NHWC', dilations: 1 };
      const results = await runOn(
        'wasm',
        (a, w, d) => [
          conv2d(a as Tensor4D, w as Tensor4D, 1, pad),
          engine().runKernel('Conv2DBackpropFilter', { x: a!, dy: d! }, { ...attrs, filterShape: w!.shape } as never),
          engine().runKernel('Conv2DBackpropInput', { dy: d!, filter: w! }, {
            ...attrs,
            inputShape: a!.shape,
          } as never),
        ],
        [x, filter, dy],
      );
      expect(guarded.check()).toEqual([]);
      const exact = [dy, filter, x].map(({ values }) => new Exact(values.length)) as [Exact, Exact, Exact]; // three of them
      terms(shape, out, [top, left], rows, (i, j, k) => {
        exact[0].add(k, x.values[i]! * filter.values[j]!);
        exact[1].add(j, x.values[i]! * dy.values[k]!);
        exact[2].add(i, dy.values[k]! * filter.values[j]!);
      });
      results.forEach(({ values }, i) => void expect(exact[i]!.error(values)).toBeLessThan(5e-6));
    },
  );

  it('with a bias and an activation', async () => {
    const inputs = [randomPlain([2, 11, 9, 8], 1), randomPlain([3, 3, 8, 16], 2), randomPlain([16], 3)];
    for (const activation of ['linear', 'relu', 'sigmoid'] as const) {
      await expectSameAsCpu(
        (x, filter, bias) =>
          fused.conv2d({
            ...{ x: x as Tensor4D, filter: filter as Tensor4D, bias: bias as Tensor },
            ...{ strides: 1, pad: 'same', activation },
          }),
        inputs,
        1e-4,
      );
    }
  });

  it('says of each number that is none where it is one', async () => {
    const plain = { x: randomPlain([2, 12, 12, 8], 1), filter: randomPlain([3, 3, 8, 8], 2) };
    const withOne = (value: number): Plain => ({
      ...plain.x,
      values: plain.x.values.map((each, i) => (i === 700 ? value : each)),
    });
    for (const value of [Number.NaN, Infinity, -Infinity, 3e38]) {
      await expectSameAsCpu((x, w) => conv2d(x as Tensor4D, w as Tensor4D, 1, 'same'), [withOne(value), plain.filter]);
    }
    const gradients = (x: Tensor, dy: Tensor): Tensor[] => {
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
      const filter = tensor([...plain.filter.values], [3, 3, 8, 8]);
      return [
        engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: [3, 3, 8, 8] } as never),
        engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: x.shape } as never),
      ];
    };
    await expectSameAsCpu((x, dy) => gradients(x!, dy!), [plain.x, withOne(Infinity)], 2e-5);
  });

  /** What the documented bound is relative to, for each result: the largest element of its window by the 1-norm of its filter. */
  function bounds(x: Plain, filter: Plain, shape: Shape4D, [top, left]: readonly [number, number]): number[] {
    const rows = filter.shape[0]!;
    const [, height, width, channels] = x.shape as unknown as Shape4D;
    const [n, outHeight, outWidth, filters] = shape;
    const norms = new Array<number>(filters).fill(0);
    filter.values.forEach((weight, i) => {
      norms[i % filters]! += Math.abs(weight);
    });
    const bounds: number[] = [];
    for (let b = 0; b < n; b++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          let largest = 0;
          for (let u = Math.max(0, i - top); u < Math.min(height, i - top + rows); u++)
            for (let v = Math.max(0, j - left); v < Math.min(width, j - left + 3); v++)
              for (let c = 0; c < channels; c++)
                largest = Math.max(largest, Math.abs(x.values[((b * height + u) * width + v) * channels + c]!));
          for (const norm of norms) bounds.push(largest * norm);
        }
    return bounds;
  }

  async function convolved(
    x: Plain,
    filter: Plain,
  ): Promise<readonly [results: number[], exact: Exact, shape: Shape4D]> {
    const [y] = await runOn('wasm', (a, w) => conv2d(a as Tensor4D, w as Tensor4D, 1, 'same'), [x, filter]);
    const exact = new Exact(y!.values.length);
    const shape = y!.shape as unknown as Shape4D;
    const rows = filter.shape[0]!;
    terms(x.shape as unknown as Shape4D, shape, [(rows - 1) / 2, 1], rows, (from, weight, to) => {
      exact.add(to, x.values[from]! * filter.values[weight]!);
    });
    return [[...y!.values], exact, shape];
  }

  /** Images, by the value of N(0, 1) at a pixel of 18 × 19, and a draw from [0, 1). */
  const images: Readonly<Record<string, (value: number, pixel: number, draw: number) => number>> = {
    'N(0, 1)': (value) => value,
    positive: (value) => Math.abs(value),
    signs: (value) => Math.sign(value),
    'one large pixel': (value, pixel) => (pixel === 9 * 19 + 9 ? 1e4 : value),
    'one large number': (value, pixel) => (pixel === 100 && value > 1.5 ? 1e6 : value),
    'a bright half': (value, pixel) => (pixel % 19 < 9 ? 1e4 * value : value),
    'a dark half': (value, pixel) => (pixel < 9 * 19 ? 1e-4 * value : value),
    'an empty part': (value, pixel) => (pixel % 19 > 7 && pixel > 80 ? 0 : value),
    'a faint margin': (value, pixel) => (pixel % 19 < 6 ? 1e-3 : value),
    'scales that fall along a row': (value, pixel) => value * 2 ** -(pixel % 19),
    'mixed scales': (value, _, draw) => value * 10 ** Math.floor(9 * draw - 4),
    'large and small pixels, alternating': (value, pixel) => value * (pixel % 2 === 0 ? 1 : 1e-6),
    'denormals beside numbers': (value, pixel) => (pixel % 19 > 9 ? value * 1e-40 : value),
    'near overflow': (value) => value * 1e33,
  };
  /** Kernels, by the value of N(0, 1) at a position of nine, of a channel and a filter. */
  const kernels: Readonly<
    Record<string, (value: number, position: number, channel: number, filter: number) => number>
  > = {
    'N(0, 1)': (value) => value,
    'one weight': (_, position, channel, filter) => (channel === filter && position === filter % 9 ? 0.7 : 0),
    'one position': (value, position) => (position === 4 ? value : 0),
    Sobel: (_, position, channel, filter) =>
      channel === filter ? ((position % 3) - 1) * (Math.floor(position / 3) === 1 ? 2 : 1) : 0,
    'a filter of zeros': (value, _, __, filter) => (filter === 3 ? 0 : value),
    'mixed scales': (value, position, channel) => value * 10 ** (((position + channel) % 7) - 3),
  };

  /** Each of three rows, and its middle row alone. */
  const kernelsOfBoth = Object.entries(kernels).flatMap(([name, kernel]) =>
    ([3, 1] as const).map((rows) => [name, kernel, rows] as const),
  );

  for (const [imageName, image] of Object.entries(images)) {
    it(`stays within the documented bound, of an image of ${imageName}`, async () => {
      const plain = randomPlain([1, 18, 19, 8], 1);
      const draws = randomPlain([1, 18, 19, 8], 4).values;
      const x = {
        ...plain,
        values: plain.values.map((value, i) => Math.fround(image(value, Math.floor(i / 8), Math.abs(draws[i]!) % 1))),
      };
      for (const [kernelName, kernel, rows] of kernelsOfBoth) {
        const weights = randomPlain([rows, 3, 8, 8], 2);
        const filter = {
          ...weights,
          values: weights.values.map((value, i) =>
            Math.fround(kernel(value, Math.floor(i / 64) + (rows === 1 ? 3 : 0), Math.floor(i / 8) % 8, i % 8)),
          ),
        };
        const [results, exact, shape] = await convolved(x, filter);
        const allowed = bounds(x, filter, shape, [(rows - 1) / 2, 1]);
        const most = results.reduce((worst, value, i) => {
          // Denormals are flushed.
          const off = Math.max(0, Math.abs(value - exact.sums[i]!) - 72 * 1.2e-38);
          return Math.max(worst, off === 0 ? 0 : off / allowed[i]!);
        }, 0);
        expect(most, `${kernelName}, ${rows} rows`).toBeLessThan(1e-5);
        // Where no weight is much smaller than the others, it is a bound by the terms of each number, too.
        if (kernelName === 'N(0, 1)' && !imageName.startsWith('denormals') && imageName !== 'mixed scales') {
          expect(exact.error(results), 'of the terms').toBeLessThan(1e-5);
        }
      }
      expect(guarded.check()).toEqual([]);
    });
  }

  it.each([
    [3, 4, 6],
    [1, 1, 1],
  ])(
    'sums a filter’s gradient of %i rows within its bound, of images and gradients of all scales',
    async (rows, side, reach) => {
      const outHeight = 19 - rows;
      const shape: Shape4D = [2, 18, 19, 8];
      const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1, filterShape: [rows, 3, 8, 8] };
      const [plainX, plainDy] = [randomPlain(shape, 1), randomPlain([2, outHeight, 17, 8], 2)];
      const scaled = (plain: Plain, width: number, scale: (column: number, pixel: number) => number): Plain => ({
        ...plain,
        values: plain.values.map((value, i) =>
          Math.fround(value * scale(Math.floor(i / 8) % width, Math.floor(i / 8))),
        ),
      });
      for (const [x, dy] of [
        [plainX, plainDy],
        [
          scaled(plainX, 19, (column) => (column < 10 ? 1e4 : 1)),
          scaled(plainDy, 17, (column) => (column < 8 ? 0 : 1)),
        ],
        [scaled(plainX, 19, (column) => 4 ** -column), scaled(plainDy, 17, (column) => 4 ** column)],
        [
          scaled(plainX, 19, (_, pixel) => (pixel === 100 ? 1e6 : 1)),
          scaled(plainDy, 17, (_, pixel) => (pixel % 5 === 0 ? 1 : 0)),
        ],
      ] as const) {
        const [gradient] = await runOn(
          'wasm',
          (images, d) => engine().runKernel('Conv2DBackpropFilter', { x: images!, dy: d! }, attrs as never) as Tensor,
          [x, dy],
        );
        const exact = new Exact(3 * rows * 64);
        terms(shape, [2, outHeight, 17, 8], [0, 0], rows, (from, weight, to) => {
          exact.add(weight, x.values[from]! * dy.values[to]!);
        });
        const largest = (n: number, row: number, column: number): number =>
          Math.max(
            ...Array.from({ length: 6 * reach * 8 }, (_, i) => {
              const [c, v, u] = [i % 8, Math.floor(i / 8) % 6, Math.floor(i / 48)];
              return column + v < 19 && row + u < 18
                ? Math.abs(x.values[((n * 18 + row + u) * 19 + column + v) * 8 + c]!)
                : 0;
            }),
          );
        const allowed = new Array<number>(8).fill(0);
        for (let n = 0; n < 2; n++)
          for (let row = 0; row < outHeight; row += side)
            for (let column = 0; column < 17; column += 4) {
              const most = largest(n, row, column);
              for (let pixel = 0; pixel < 4 * side; pixel++)
                for (let f = 0; f < 8 && column + (pixel % 4) < 17; f++)
                  allowed[f]! +=
                    most *
                    Math.abs(
                      dy.values[((n * outHeight + row + Math.floor(pixel / 4)) * 17 + column + (pixel % 4)) * 8 + f]!,
                    );
            }
        gradient!.values.forEach((value, i) => {
          expect(Math.abs(value - exact.sums[i]!) / allowed[i % 8]!).toBeLessThan(1e-5);
        });
      }
    },
  );

  it.each([3, 1])(
    'of %i rows gives exactly the bias where a window holds zeros only, beside the rest of its tile',
    async (rows) => {
      const zeros = randomPlain([1, 18, 19, 8], 1);
      const x = { ...zeros, values: zeros.values.map((value, i) => (Math.floor(i / 8) % 19 < 7 ? 0 : value)) };
      const [y] = await runOn(
        'wasm',
        (a, w, b) => fused.conv2d({ x: a as Tensor4D, filter: w as Tensor4D, bias: b!, strides: 1, pad: 'same' }),
        [x, randomPlain([rows, 3, 8, 8], 2), randomPlain([8], 3)],
      );
      const bias = randomPlain([8], 3).values.map(Math.fround);
      for (let pixel = 0; pixel < 18 * 19; pixel++) {
        if (pixel % 19 < 6) expect([...y!.values].slice(8 * pixel, 8 * pixel + 8)).toEqual(bias);
      }
    },
  );
});
