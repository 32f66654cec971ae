import { ShapeError } from '@neurite/core';
import { draw, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedAdamStep, fusedAdamUpdate, fusedSgdStep, fusedSgdUpdate } from '../../src/index.js';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

// Values on drawn inputs are checked in the package `conformance`.
describe('optimizer updates', () => {
  onEachBackend(() => {
    const names = ['gradient', 'firstMoment', 'secondMoment', 'parameter'] as const;
    const tensors = () => {
      const [gradient, firstMoment, secondMoment, parameter] = names.map((_, i) => draw([2, 3 + i, 2]));
      return {
        gradient: tf.slice(gradient!, [0, 0, 0], [2, 3, 2]),
        firstMoment: tf.slice(firstMoment!, [0, 0, 0], [2, 3, 2]),
        secondMoment: tf.abs(tf.slice(secondMoment!, [0, 0, 0], [2, 3, 2])),
        parameter: tf.slice(parameter!, [0, 0, 0], [2, 3, 2]),
      };
    };

    it('steps all parameters as it steps one, and adds', async () => {
      const scalars = { learningRate: tf.scalar(0.1), correction1: tf.scalar(0.19), correction2: tf.scalar(0.002) };
      const given = { a: tensors(), b: tensors() };
      const record = (name: (typeof names)[number]): Record<string, tf.Tensor> => ({
        a: given.a[name],
        b: given.b[name],
      });
      const inputs = {
        ...scalars,
        gradients: record('gradient'),
        firstMoments: record('firstMoment'),
        secondMoments: record('secondMoment'),
        parameters: record('parameter'),
      };
      const { weightDecay: _, ...constants } = adam;
      const weightDecay = (name: string): number => (name === 'b' ? 0.1 : 0);
      const step = fusedAdamStep(inputs, { ...constants, weightDecay });
      for (const name of ['a', 'b'] as const) {
        const one = fusedAdamUpdate({ ...given[name], ...scalars }, { ...constants, weightDecay: weightDecay(name) });
        await expectClose(step.parameters[name]!, tf.add(given[name].parameter, one.update));
        await expectClose(step.firstMoments[name]!, one.firstMoment);
        await expectClose(step.secondMoments[name]!, one.secondMoment);
      }
      await expectNoLeak(() => fusedAdamStep(inputs, { ...constants, weightDecay }));
      await expectError(
        () =>
          fusedAdamStep(
            { ...inputs, firstMoments: { ...inputs.firstMoments, b: tf.zeros([4]) } },
            { ...constants, weightDecay },
          ),
        ShapeError,
        'fusedAdamStep: `firstMoment` must have shape [2, 3, 2]; received [4].',
      );
    });

    it.each([0, 0.9])('SGD with momentum %s steps all parameters as it steps one, and adds', async (momentum) => {
      const learningRate = tf.scalar(0.05);
      const given = { a: tensors(), b: tensors() };
      const record = (name: 'gradient' | 'firstMoment' | 'parameter'): Record<string, tf.Tensor> => ({
        a: given.a[name],
        b: given.b[name],
      });
      const velocities = record('firstMoment');
      const inputs = {
        ...{ gradients: record('gradient'), parameters: record('parameter'), learningRate },
        ...(momentum === 0 ? {} : { velocities }),
      };
      const options = { momentum, nesterov: momentum > 0 };
      const weightDecay = (name: string): number => (name === 'b' ? 0.1 : 0);
      const step = fusedSgdStep(inputs, { ...options, weightDecay });
      for (const name of ['a', 'b'] as const) {
        const { gradient, parameter, firstMoment } = given[name];
        const decayed = tf.add(gradient, tf.mul(parameter, weightDecay(name)));
        const velocity = momentum === 0 ? tf.zerosLike(firstMoment) : firstMoment;
        const one = fusedSgdUpdate({ gradient: decayed, velocity, learningRate }, options);
        await expectClose(step.parameters[name]!, tf.add(parameter, one.update));
        if (momentum > 0) await expectClose(step.velocities[name]!, one.velocity);
      }
      expect(Object.keys(step.velocities)).toEqual(momentum > 0 ? ['a', 'b'] : []);
      await expectNoLeak(() => fusedSgdStep(inputs, { ...options, weightDecay }));
      await expectError(
        () => fusedSgdStep({ ...inputs, parameters: { a: tf.zeros([4]) } }, { ...options, weightDecay }),
        ShapeError,
        'fusedSgdStep: `parameter` must have shape [2, 3, 2]; received [4].',
      );
    });

    it('names a wrong shape', async () => {
      const inputs = { ...tensors(), learningRate: tf.scalar(1), correction1: tf.scalar(1), correction2: tf.scalar(1) };
      await expectError(
        () => fusedAdamUpdate({ ...inputs, secondMoment: tf.zeros([4]) }, adam),
        ShapeError,
        'fusedAdamUpdate: `secondMoment` must have shape [2, 3, 2]; received [4].',
      );
      await expectError(
        () => fusedSgdUpdate({ ...inputs, velocity: tf.zeros([2, 3]) }, { momentum: 0.9, nesterov: false }),
        ShapeError,
        'fusedSgdUpdate: `velocity` must have shape [2, 3, 2]; received [2, 3].',
      );
    });
  });
});
