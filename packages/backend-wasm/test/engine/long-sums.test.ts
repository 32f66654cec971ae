import {
  engine,
  fill,
  type NamedAttrMap,
  type NamedTensorMap,
  ones,
  reshape,
  type Tensor,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useWasm } from '../../src/index.js';
import { generator } from '../support/engines.js';

// Other files may keep all cores busy while the module is compiled.
beforeAll(async () => {
  await useWasm({ threads: 1 });
});

const run = (name: string, inputs: Record<string, Tensor>, attrs: object = {}): Tensor => {
  const outputs = engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap);
  return [outputs].flat().at(name === 'BiasActivationGrad' ? 1 : 0)! as Tensor;
};

const LENGTH = 4_000_000;
const draw = generator(1);
/** Numbers whose rounding errors do not cancel out, and numbers whose do. */
const numbers: Readonly<Record<string, Float32Array>> = {
  uniform: Float32Array.from({ length: LENGTH }, draw),
  equal: new Float32Array(LENGTH).fill(0.1),
  signed: Float32Array.from({ length: LENGTH }, () => draw() - 0.5),
};

const convolution = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] };

const depthwise = (images: Tensor): Tensor => {
  const attrs = { ...convolution, filterShape: [1, 1, 1, 1] };
  return run('DepthwiseConv2dNativeBackpropFilter', { x: images, dy: images }, attrs);
};

/** Sums of all numbers, or of their squares, in several ways. */
const sums: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'a product of a row and a column': (x) =>
    run('BatchMatMul', { a: reshape(x, [1, -1]), b: reshape(x, [-1, 1]) }, { transposeA: false, transposeB: false }),
  'a filter’s gradient': (x) => {
    const images = reshape(x, [2, 1000, -1, 1]);
    return run('Conv2DBackpropFilter', { x: images, dy: images }, { ...convolution, filterShape: [1, 1, 1, 1] });
  },
  'a depthwise filter’s gradient': (x) => depthwise(reshape(x, [2, 1000, -1, 1])),
  'a depthwise filter’s gradient over one row': (x) => depthwise(reshape(x, [1, 1, -1, 1])),
  'a depthwise filter’s gradient over one column': (x) => depthwise(reshape(x, [1, -1, 1, 1])),
  'a sum of everything': (x) => run('Sum', { x }, { axis: [0], keepDims: false }),
  'a sum of rows': (x) => run('Sum', { x: reshape(x, [-1, 1]) }, { axis: [0], keepDims: false }),
  'a bias’s gradient': (x) => {
    const dy = reshape(x, [-1, 1]);
    return run('BiasActivationGrad', { dy, y: ones(dy.shape) }, { activation: 'relu' });
  },
};

describe('long sums', () => {
  it.each(Object.entries(sums))('%s', (name, sum) => {
    for (const values of Object.values(numbers)) {
      const isOfSquares = name.includes('product') || name.includes('filter');
      let exact = 0;
      let terms = 0;
      for (const value of values) {
        const term = isOfSquares ? value * value : value;
        exact += term;
        terms += Math.abs(term);
      }
      const [result] = tidy(() => sum(tensor1d(values)).dataSync());
      expect(Math.abs(result! - exact) / terms).toBeLessThan(1e-5);
    }
  });

  it('of deep products, with a bias and relu', () => {
    tidy(() => {
      const inputs = { x: fill([2, 40_000], 0.1), kernel: fill([40_000, 3], -0.1), bias: tensor1d([1, 500, 401]) };
      const [first, second, third] = run('DenseRelu', inputs).dataSync();
      expect(first).toBe(0);
      expect(second).toBeCloseTo(100, 2);
      expect(third).toBeCloseTo(1, 2);
    });
  });

  it('of a filter’s gradient by Winograd’s algorithm', () => {
    tidy(() => {
      const images = fill([1, 800, 800, 8], 0.1);
      const attrs = { ...convolution, pad: 'same', filterShape: [3, 3, 8, 8] };
      const gradient = run('Conv2DBackpropFilter', { x: images, dy: images }, attrs).dataSync();
      expect(Math.abs(gradient[4 * 64]! / (Math.fround(0.1) ** 2 * 640_000) - 1)).toBeLessThan(1e-5);
    });
  });

  it('of probabilities', () => {
    for (const values of Object.values(numbers)) {
      let total = 0;
      tidy(() => {
        const logits = tensor1d(values.subarray(0, 1_000_000));
        for (const value of run('Softmax', { logits }, { dim: 0 }).dataSync()) total += value;
      });
      expect(Math.abs(total - 1)).toBeLessThan(1e-6);
    }
  });

  describe('of numbers far from 0', () => {
    const x = Float32Array.from({ length: 4096 }, () => 3e4 + 2 * draw() - 1);
    const dy = Float32Array.from({ length: 4096 }, () => 2 * draw() - 1);
    const mean = x.reduce((sum, value) => sum + value / x.length, 0);
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2 / x.length, 0);
    const inverse = 1 / Math.sqrt(variance + 1e-5);
    const standard = Array.from(x, (value) => (value - mean) * inverse);
    const level = dy.reduce((sum, d) => sum + d / dy.length, 0);
    const tilt = standard.reduce((sum, s, i) => sum + (s * dy[i]!) / dy.length, 0);
    const gradient = standard.map((s, i) => inverse * (dy[i]! - level - s * tilt));

    it.each([
      ['LayerNorm', [1, 4096], 4096, { epsilon: 1e-5 }, []],
      ['GroupNorm', [1, 4096, 1], 1, { epsilon: 1e-5, groups: 1 }, []],
      ['GroupNorm', [1, 512, 8], 8, { epsilon: 1e-5, groups: 1 }, []],
      ['BatchNormTraining', [4096, 1], 1, { epsilon: 1e-5 }, ['dMean', 'dVariance']],
    ] as const)('%s of %j, and its gradient', (name, shape, columns, attrs, more) => {
      tidy(() => {
        const images = reshape(tensor1d(x), [...shape]);
        const scale = ones([columns]);
        const output = engine().runKernel(name, { x: images, scale, offset: zeros([columns]) }, attrs) as
          | Tensor
          | Tensor[];
        const [y] = Array.isArray(output) ? output : [output];
        const given = { x: images, scale, dy: reshape(tensor1d(dy), [...shape]) };
        for (const each of more) Object.assign(given, { [each]: zeros([1]) });
        const [dx] = engine().runKernel(`${name}Grad`, given, attrs) as unknown as Tensor[];
        const [yValues, dxValues] = [y!.dataSync(), dx!.dataSync()];
        expect(Math.max(...standard.map((value, i) => Math.abs(value - yValues[i]!)))).toBeLessThan(1e-4);
        expect(Math.max(...gradient.map((value, i) => Math.abs(value - dxValues[i]!)))).toBeLessThan(1e-4);
      });
    });
  });
});
