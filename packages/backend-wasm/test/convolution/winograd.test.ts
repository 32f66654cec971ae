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

/** Kernels of 3 × 3 over whole vectors of channels: of every remainder of four positions, and with tiles that reach over borders. */
const cases: readonly (readonly [x: Shape4D, filters: number, pad: Padding])[] = [
  [[2, 10, 10, 8], 8, 'valid'],
  [[3, 11, 8, 16], 24, 'same'],
  [[9, 5, 5, 8], 16, 'valid'],
  [[8, 3, 3, 8], 8, 'valid'],
  [[8, 1, 1, 8], 8, 'same'],
  [[1, 13, 12, 24], 8, 'same'],
  [[2, 12, 9, 8], 16, around(1, 0, 2, 1)],
  [[2, 9, 9, 8], 8, around(4, 3, 0, 5)],
  [[80, 8, 8, 8], 8, around(2, 2, 2, 2)],
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
  visit: (x: number, filter: number, y: number) => void,
): void {
  for (let b = 0; b < n; b++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let u = Math.max(0, top - i); u < Math.min(3, height + top - i); u++)
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
  it.each(cases)('and its gradients, of %j by %i filters, padding %j', async (shape, filters, pad) => {
    const [n, height, width, channels] = shape;
    const padding = typeof pad === 'string' ? (pad === 'valid' ? [0, 0, 0, 0] : [1, 1, 1, 1]) : [...pad[1], ...pad[2]];
    const [top, bottom, left, right] = padding as [number, number, number, number];
    const out: Shape4D = [n, height + top + bottom - 2, width + left + right - 2, filters];
    const x = randomPlain(shape, 1);
    const filter = randomPlain([3, 3, channels, filters], 2);
    const dy = randomPlain(out, 3);
    const attrs = { strides: 1, pad, dataFormat: 'NHWC', dilations: 1 };
    const results = await runOn(
      'wasm',
      (a, w, d) => [
        conv2d(a as Tensor4D, w as Tensor4D, 1, pad),
        engine().runKernel('Conv2DBackpropFilter', { x: a!, dy: d! }, { ...attrs, filterShape: w!.shape } as never),
        engine().runKernel('Conv2DBackpropInput', { dy: d!, filter: w! }, { ...attrs, inputShape: a!.shape } as never),
      ],
      [x, filter, dy],
    );
    expect(guarded.check()).toEqual([]);
    const exact = [dy, filter, x].map(({ values }) => new Exact(values.length)) as [Exact, Exact, Exact]; // three of them
    terms(shape, out, [top, left], (i, j, k) => {
      exact[0].add(k, x.values[i]! * filter.values[j]!);
      exact[1].add(j, x.values[i]! * dy.values[k]!);
      exact[2].add(i, dy.values[k]! * filter.values[j]!);
    });
    results.forEach(({ values }, i) => void expect(exact[i]!.error(values)).toBeLessThan(5e-6));
  });

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

  it('loses nothing of windows beside elements that are much larger, or smaller', async () => {
    const shape: Shape4D = [1, 18, 19, 8];
    const filter = randomPlain([3, 3, 8, 8], 2);
    const plain = randomPlain(shape, 1);
    const images: Readonly<Record<string, (value: number, pixel: number) => number>> = {
      'one large pixel': (value, pixel) => (pixel === 9 * 19 + 9 ? 1e4 : value),
      'one large number': (value, pixel) => (pixel === 100 && value > 1.5 ? 1e6 : value),
      'a bright half': (value, pixel) => (pixel % 19 < 9 ? 1e4 * value : value),
      'a dark half': (value, pixel) => (pixel < 9 * 19 ? 1e-4 * value : value),
      'an empty part': (value, pixel) => (pixel % 19 > 7 && pixel > 80 ? 0 : value),
    };
    for (const [name, change] of Object.entries(images)) {
      const x = { ...plain, values: plain.values.map((value, i) => Math.fround(change(value, Math.floor(i / 8)))) };
      for (const [pad, offsets] of [
        ['same', [1, 1]],
        ['valid', [0, 0]],
      ] as const) {
        const [y] = await runOn('wasm', (a, w) => conv2d(a as Tensor4D, w as Tensor4D, 1, pad), [x, filter]);
        const exact = new Exact(y!.values.length);
        terms(shape, y!.shape as unknown as Shape4D, offsets, (from, weight, to) => {
          exact.add(to, x.values[from]! * filter.values[weight]!);
        });
        expect(exact.error(y!.values), `${name}, ${pad}`).toBeLessThan(1e-5);
      }
    }
    expect(guarded.check()).toEqual([]);
  });
});
