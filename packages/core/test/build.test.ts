import { expectClose, expectError } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  assertShape,
  type Blueprint,
  build,
  DtypeError,
  defineLayer,
  formatShape,
  glorotUniform,
  inference,
  inputSpecOf,
  layerName,
  Module,
  Parameter,
  ShapeError,
  sameShape,
  shared,
  sizeOf,
  spec,
  stateDict,
  tensorInput,
  tokens,
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
function scale(): Blueprint<tf.Tensor2D, tf.Tensor2D> {
  return defineLayer('scale', [], {
    outputSpec: (input) => tensorInput('scale', input, { axes: ['features'], known: ['features'] }),
    build: (input, { random }) => {
      const [features] = tensorInput('scale', input).shape as [number]; // known
      return new Scale(new Parameter(glorotUniform()([features], random.child('factor'))));
    },
  });
}

describe('build', () => {
  it('draws the same weights for one seed', async () => {
    using a = build(scale(), { input: [5], seed: 3 });
    using b = build(scale(), { input: [5], seed: 3 });
    using c = build(scale(), { input: [5] });
    const x = tf.ones([1, 5]) as tf.Tensor2D;
    await expectClose(a.forward(x, inference()), b.forward(x, inference()), { absolute: 0, relative: 0 });
    expect(await a.forward(x, inference()).data()).not.toEqual(await c.forward(x, inference()).data());
  });

  it('remembers the input and the name of the layer', () => {
    using model = build(scale(), { input: [5] });
    expect(inputSpecOf(model)).toEqual(spec([5]));
    expect(layerName(model)).toBe('scale');
    using parameter = new Scale(new Parameter(tf.ones([1])));
    expect(inputSpecOf(parameter)).toBe(undefined);
    expect(layerName(parameter)).toBe('Scale');
  });

  it('allocates nothing where the input or the seed is wrong', async () => {
    const before = tf.memory().numTensors;
    const axes = 'scale: `input` must be [features] without the batch axis; received [2, 3].';
    await expectError(() => build(scale(), { input: [2, 3] as unknown as [number] }), ShapeError, axes);
    await expectError(
      () => build(scale(), { input: [0] }),
      ArgumentError,
      'spec: `shape` must be a list of integers of at least 1, or null for any length, without the batch axis; received [0].',
    );
    await expectError(
      () => build(scale(), { input: [null] }),
      ShapeError,
      'scale: `input` must have a known number of features; received [null]. ' +
        'A size depends on it: write it instead of null.',
    );
    await expectError(
      () => build(scale(), { input: tokens([2]) }),
      DtypeError,
      'scale: `input` must be float32; received int32 [2]. Put an embedding before it for ids; give numbers as float32.',
    );
    await expectError(
      () => build(scale(), { input: [2], seed: -1 }),
      ArgumentError,
      'RandomStream.fromSeed: `seed` must be an integer of at least 0; received -1.',
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what to write after the usual first mistakes', async () => {
    await expectError(
      () => build(scale as unknown as Blueprint, { input: [2] }),
      ArgumentError,
      'build: `blueprint` must be a blueprint; received the function scale. Call it first: scale(), not scale.',
    );
    type Options = { input: [number] };
    for (const options of [undefined, {}, [28, 28, 1]] as unknown[] as Options[]) {
      await expectError(
        () => build(scale(), options),
        ArgumentError,
        'build: `input` must be the shape of one sample without the batch axis, or a spec; received none. ' +
          'Write build(network, { input: [28, 28, 1] }).',
      );
    }
    await expectError(
      () => build(scale(), { inputs: [2] } as unknown as Options),
      ArgumentError,
      'build: `options` must be among `input`, `seed`; received `inputs`.',
    );
    using model = build(scale(), { input: [2] });
    await expectError(
      () => build(model as unknown as Blueprint, { input: [2] }),
      ArgumentError,
      'build: `blueprint` must be a blueprint; received a module, which is built already.',
    );
  });
});

describe('shared', () => {
  const both = (
    left: Blueprint<tf.Tensor2D, tf.Tensor2D>,
    right: Blueprint<tf.Tensor2D, tf.Tensor2D>,
    widths = [2, 2],
  ) =>
    defineLayer<tf.Tensor2D, tf.Tensor2D>('both', [], {
      outputSpec: (input) => input,
      build: (_input, context) => {
        class Both extends Module<tf.Tensor2D, tf.Tensor2D> {
          readonly left = left.build(spec([widths[0]!]), context);
          readonly right = right.build(spec([widths[1]!]), context);
          override forward(x: tf.Tensor2D): tf.Tensor2D {
            return tf.tidy(() => this.right.forward(this.left.forward(x, inference()), inference()));
          }
        }
        return new Both();
      },
    });

  it('refuses to share what has no name or is no blueprint', async () => {
    const unnamed = 'shared: `name` must be a name, a string that is not empty; received an object with';
    await expect(async () => shared(scale() as never, undefined as never)).rejects.toThrow(unnamed);
    await expect(async () => shared('tower', undefined as never)).rejects.toThrow('`blueprint` must be a blueprint');
  });

  it('builds one module for all uses of one blueprint, and another in the next build', () => {
    const tower = shared('tower', scale());
    using tied = build(both(tower, tower), { input: [2] });
    expect(Object.keys(stateDict(tied))).toEqual(['left.factor']);
    using apart = build(both(scale(), scale()), { input: [2] });
    expect(Object.keys(stateDict(apart))).toEqual(['left.factor', 'right.factor']);
    using again = build(both(tower, tower), { input: [2] });
    expect(stateDict(again)['left.factor']).not.toBe(stateDict(tied)['left.factor']);
  });

  it('refuses uses with different inputs', async () => {
    const tower = shared('tower', scale());
    await expectError(
      () => build(both(tower, tower, [2, 3]), { input: [2] }),
      ShapeError,
      'shared tower: `input` must be [2], as at its first use; received [3].',
    );
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
