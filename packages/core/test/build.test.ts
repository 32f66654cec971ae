import { expectClose, expectError } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  assertInputShape,
  assertShape,
  type Blueprint,
  build,
  formatShape,
  glorotUniform,
  hostArray,
  inference,
  Module,
  Parameter,
  ShapeError,
  sameShape,
  sizeOf,
} from '../src/index.js';

class Scale extends Module<tf.Tensor2D, tf.Tensor2D> {
  readonly factor: Parameter;
  constructor(factor: Parameter) {
    super();
    this.factor = factor;
  }
  override forward(x: tf.Tensor2D): tf.Tensor2D {
    return tf.mul(x, this.factor.value);
  }
}

/** Takes one axis of features only. */
const scale: Blueprint<tf.Tensor2D, tf.Tensor2D> = {
  name: 'scale',
  outputShape(inputShape) {
    assertInputShape('scale', inputShape, ['features']);
    return inputShape;
  },
  build: (inputShape, random) => new Scale(new Parameter(glorotUniform()(inputShape, random.child('factor')))),
};

describe('build', () => {
  it('draws the same weights for one seed', async () => {
    using a = build(scale, { inputShape: [5], seed: 3 });
    using b = build(scale, { inputShape: [5], seed: 3 });
    using c = build(scale, { inputShape: [5] });
    const x = tf.ones([1, 5]) as tf.Tensor2D;
    await expectClose(a.forward(x, inference()), b.forward(x, inference()), { absolute: 0, relative: 0 });
    expect(await a.forward(x, inference()).data()).not.toEqual(await c.forward(x, inference()).data());
  });

  it('allocates nothing where the shapes or the seed are wrong', async () => {
    const before = tf.memory().numTensors;
    const text = 'scale: `inputShape` must be [features], whole numbers of at least 1 without the batch axis; received';
    await expectError(() => build(scale, { inputShape: [2, 3] }), ShapeError, `${text} [2, 3].`);
    await expectError(() => build(scale, { inputShape: [0] }), ShapeError, `${text} [0].`);
    await expectError(
      () => build(scale, { inputShape: [2], seed: -1 }),
      ArgumentError,
      'RandomStream.fromSeed: `seed` must be a whole number of at least 0; received -1.',
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('shapes', () => {
  it('are written, counted and compared', () => {
    expect(formatShape([-1, 28, 28])).toBe('[batch, 28, 28]');
    expect(formatShape([])).toBe('[]');
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 0, 3])).toBe(0);
    expect(sameShape([-1, 2], [7, 2])).toBe(true);
    expect(sameShape([2], [2, 1])).toBe(false);
  });

  it('are asserted', async () => {
    assertShape('f', 'x', [3, 4], [-1, 4]);
    await expectError(
      () => assertShape('f', 'x', [3, 5], [-1, 4], 'Transpose it'),
      ShapeError,
      'f: `x` must have shape [batch, 4]; received [3, 5]. Transpose it.',
    );
  });
});

describe('hostArray', () => {
  it('gives numbers a shape', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(hostArray(data)).toEqual({ data, shape: [4] });
    expect(hostArray(data, [2, 2]).shape).toEqual([2, 2]);
    expect(hostArray(Int32Array.of(3), []).shape).toEqual([]);
  });

  it.each([[[3]], [[-2, -2]], [[1.6, 2.5]], [[]]])('names the wrong shape %j', async (shape) => {
    await expectError(
      () => hostArray(Float32Array.of(1, 2, 3, 4), shape),
      ShapeError,
      `hostArray: \`shape\` must have 4 elements; received [${shape.join(', ')}].`,
    );
  });
});
