import { ArgumentError, type Context, Module, Parameter } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { add, mul, type Scalar, scalar, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { Affine, lineBatches, momentum, squaredError } from './support/toys.js';

/** Holds its factor where no tree finds it. */
class Hidden extends Module {
  readonly #factor: Parameter;
  constructor(factor: Parameter) {
    super();
    this.#factor = factor;
  }
  override forward(x: Tensor): Tensor {
    return mul(x, this.#factor.value);
  }
}

/** Counts its calls in a buffer of a map. */
class Counting extends Module {
  readonly counts = new Map([['calls', new Parameter(scalar(0), { buffer: true })]]);
  override forward(x: Tensor): Tensor {
    const calls = this.counts.get('calls')!;
    calls.assign(tidy(() => add(calls.value, 1)));
    return mul(x, 1);
  }
}

class Chain extends Module<Tensor, Tensor> {
  readonly affine = new Affine(3, 1);
  readonly layers: readonly Module[];
  constructor(...layers: Module[]) {
    super();
    this.layers = layers;
  }
  override forward(x: Tensor, context: Context): Tensor {
    return tidy(() => {
      const y: Tensor = this.affine.forward(x as never, context);
      return this.layers.reduce((value, layer) => layer.run({ x: value }, context).outputs, y);
    });
  }
}

const train = (model: Module<Tensor, Tensor>) =>
  fit(model, lineBatches(), { loss: squaredError, optimizer: momentum(), epochs: 1 });

onEachBackend(() => {
  describe('a parameter that the tree of the model does not hold', () => {
    it('is an error that names its layer', async () => {
      const factor = new Parameter(scalar(2));
      const model = new Chain(new Counting(), new Hidden(factor));
      model.layers[0]!.forward = (x) => mul(x, 1);
      await expectNoLeak(() =>
        expectError(
          () => train(model),
          ArgumentError,
          'train step (step 1, batch 1 of epoch 1): `layers.1` (Hidden) uses a trainable parameter of shape [] that is not in the ' +
            'tree of the model, so that training would leave it as it is. Make it a field: parameters are found in ' +
            'fields that are Parameters, Modules, or arrays or records of these, not in #private fields and Maps. ' +
            'Freeze it where it is not to be trained.',
        ).then(() => {}),
      );
      factor.trainable = false;
      await train(model);
      expect((await factor.value.data())[0]).toBe(2);
      factor.dispose();
      model.dispose();
    });

    it('may be no buffer either', async () => {
      const counting = new Counting();
      const model = new Chain(counting);
      await expect(train(model)).rejects.toThrow('`layers.0` (Counting) uses a buffer of shape []');
      for (const parameter of counting.counts.values()) {
        expect((await parameter.value.data())[0]).toBe(0);
        parameter.dispose();
      }
      model.dispose();
    });

    it('may be one of a frozen teacher, and one of the loss is named as that', async () => {
      using teacher = new Affine(3, 1);
      using model = new Affine(3, 1);
      const distil = () =>
        fit(model, lineBatches(), {
          loss: (p, t) => tidy(() => add(squaredError(p, t), sum(mul(teacher.bias.value, 0))) as Scalar),
          optimizer: momentum(),
          epochs: 1,
        });
      await expect(distil()).rejects.toThrow(
        'train step (step 1, batch 1 of epoch 1): the loss uses a trainable parameter of shape [1]',
      );
      teacher.bias.trainable = false;
      await distil();
    });
  });
});
