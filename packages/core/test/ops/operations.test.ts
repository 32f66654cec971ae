import { checkGradients, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DtypeError,
  defineOperation,
  fusedAdamStep,
  fusedAdamUpdate,
  fusedDropout,
  fusedSgdStep,
  fusedSgdUpdate,
  fusedSoftmaxCrossEntropy,
  registerGradients,
  reluGrad,
  ShapeError,
  softmaxCrossEntropyGradOperation,
} from '../../src/index.js';
import { threefry } from '../../src/internal/threefry.js';
import { draw } from '../support/gradient-table.js';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

describe('fused operations', () => {
  onEachBackend(() => {
    it('defines what a backend has no kernel for, and leaves nothing behind', async () => {
      const swirl = defineOperation({
        name: 'SwirlForATest',
        compose: ({ x }: { x: tf.Tensor }, { turns }: { turns: number }) => [
          tf.mul(x, turns),
          tf.sin(tf.mul(x, turns)),
        ],
      });
      const x = tf.tensor1d([1, 2]);
      await expectNoLeak(() => swirl({ x }, { turns: 2 }));
      const [scaled, turned] = swirl({ x }, { turns: 2 });
      await expectClose(scaled!, [2, 4]);
      await expectClose(turned!, [Math.sin(2), Math.sin(4)]);
      const before = tf.memory();
      tf.tidy(() => void swirl({ x }, { turns: 3 }));
      scaled!.dispose();
      await expectClose(turned!, [Math.sin(2), Math.sin(4)]);
      turned!.dispose();
      expect(tf.memory().numTensors).toBe(before.numTensors - 2);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers - 2);
      x.dispose();
    });

    it('brings its gradient along', async () => {
      const cube = defineOperation({
        name: 'CubeForATest',
        compose: ({ x }: { x: tf.Tensor }) => tf.mul(x, tf.square(x)),
        gradient: {
          inputsToSave: ['x'],
          gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.mul(tf.square(x!), 3)) }),
        },
      });
      await expectClose(tf.grad((x) => cube({ x }, {}))(tf.tensor1d([1, -2])), [3, 12]);
    });

    it('is one step of the tape', async () => {
      const logits = draw([2, 3]) as tf.Tensor2D;
      const labels = tf.tensor2d([
        [0, 1, 0],
        [1, 0, 0],
      ]);
      registerGradients();
      const { kernelNames } = await tf.profile(() =>
        tf.grad((x) => tf.sum(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels)))(logits),
      );
      expect(kernelNames).toContain('SoftmaxCrossEntropyGrad');
    });
  });
});

describe('softmax cross entropy', () => {
  onEachBackend(() => {
    it('equals a loop in float64', async () => {
      const logits = draw([5, 4], -8, 8) as tf.Tensor2D;
      const labels = tf.softmax(draw([5, 4])) as tf.Tensor2D;
      const [x, y] = [logits.arraySync(), labels.arraySync()];
      const expected = x.map((row, i) => {
        const logSum = Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
        return row.reduce((total, value, j) => total + y[i]![j]! * (logSum - value), 0);
      });
      await expectClose(fusedSoftmaxCrossEntropy(logits, labels), expected, { relative: 1e-5 });
      const slopes = x.map((row, i) => {
        const sum = row.reduce((total, value) => total + Math.exp(value), 0);
        const mass = y[i]!.reduce((total, value) => total + value, 0);
        return row.map((value, j) => (i + 1) * ((Math.exp(value) / sum) * mass - y[i]![j]!));
      });
      const dy = tf.tensor1d([1, 2, 3, 4, 5]);
      await expectClose(softmaxCrossEntropyGradOperation({ dy, logits, labels }, {}), slopes, { absolute: 1e-5 });
      await expectNoLeak(() => fusedSoftmaxCrossEntropy(logits, labels));
      await expectNoLeak(() => softmaxCrossEntropyGradOperation({ dy, logits, labels }, {}));
    });

    it('of classes is that of one-hot rows, to the second derivative', async () => {
      const logits = draw([4, 3]) as tf.Tensor2D;
      const classes = tf.tensor1d([2, 0, 1, 1], 'int32');
      const rows = tf.oneHot(classes, 3, 1, 0, 'float32') as tf.Tensor2D;
      const losses = (labels: tf.Tensor<tf.Rank.R1 | tf.Rank.R2>) => (x: tf.Tensor) =>
        tf.square(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels));
      const slopes = (labels: tf.Tensor<tf.Rank.R1 | tf.Rank.R2>) => (x: tf.Tensor) =>
        tf.square(tf.grad(losses(labels))(x));
      for (const f of [losses, slopes]) {
        await expectClose(f(classes)(logits), await f(rows)(logits).array());
        await expectClose(tf.grad(f(classes))(logits), await tf.grad(f(rows))(logits).array());
      }
      await expectNoLeak(() => tf.grad(losses(classes))(logits));
    });

    it('is not a number in the rows of classes that there are not', async () => {
      const logits = draw([3, 2]) as tf.Tensor2D;
      const classes = tf.tensor1d([2, 1, -1], 'int32');
      const f = (x: tf.Tensor): tf.Tensor => fusedSoftmaxCrossEntropy(x as tf.Tensor2D, classes);
      expect(Array.from(await f(logits).data(), Number.isNaN)).toEqual([true, false, true]);
      const gradient = await tf.grad(f)(logits).data();
      expect(Array.from(gradient, Number.isNaN)).toEqual([true, true, false, false, true, true]);
    });

    it('has first and second derivatives by logits and labels', async () => {
      const at = [draw([3, 4]), tf.abs(tf.neg(draw([3, 4])))];
      const f = (logits: tf.Tensor, labels: tf.Tensor): tf.Tensor =>
        fusedSoftmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor2D);
      await checkGradients(f, at);
      const slopes = (logits: tf.Tensor, labels: tf.Tensor): tf.Tensor => {
        const [byLogits, byLabels] = tf.grads(f)([logits, labels]);
        return tf.add(tf.mul(byLogits!, [1, 2, 3, 4]), tf.square(byLabels!));
      };
      await checkGradients(slopes, at);
    });

    it('is exact for logits of ±1e4', async () => {
      const logits = tf.tensor2d([
        [1e4, -1e4],
        [1e4, -1e4],
        [1e4, 1e4],
      ]);
      const labels = tf.tensor2d([
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ]);
      await expectClose(fusedSoftmaxCrossEntropy(logits, labels), [0, 2e4, Math.log(2)]);
      const gradient = tf.grad((x) => tf.sum(fusedSoftmaxCrossEntropy(x as tf.Tensor2D, labels)))(logits);
      await expectClose(gradient, [
        [0, 0],
        [1, -1],
        [0, 0],
      ]);
    });

    it('lets a number that is none through, and takes no rows at all', async () => {
      const labels = tf.tensor2d([[1, 0]]);
      await expectClose(fusedSoftmaxCrossEntropy(tf.tensor2d([[Number.NaN, 1]]), labels), [Number.NaN]);
      expect(fusedSoftmaxCrossEntropy(tf.zeros([0, 3]), tf.zeros([0, 3])).shape).toEqual([0]);
    });

    it('names a wrong shape', async () => {
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2, 4])),
        ShapeError,
        'fusedSoftmaxCrossEntropy: `labels` must have shape [2, 3]; received [2, 4].',
      );
      expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([2, 3]), tf.zeros([2])),
        DtypeError,
        'fusedSoftmaxCrossEntropy: `labels` must be int32 where they are classes; received float32.',
      );
      await expectError(
        () => fusedSoftmaxCrossEntropy(tf.zeros([3]) as unknown as tf.Tensor2D, tf.zeros([2, 4])),
        ShapeError,
        'fusedSoftmaxCrossEntropy: `logits` must have shape [n, c]; received [3].',
      );
    });
  });
});

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

    it.each([0, 0.01])('Adam with weight decay %s equals a loop in float64', async (weightDecay) => {
      const t = 3;
      const inputs = {
        ...tensors(),
        learningRate: tf.scalar(0.1),
        correction1: tf.scalar(1 - 0.9 ** t),
        correction2: tf.scalar(1 - 0.999 ** t),
      };
      const [g, m, v, p] = names.map((name) => inputs[name].dataSync());
      const expected = { update: [] as number[], firstMoment: [] as number[], secondMoment: [] as number[] };
      for (let i = 0; i < g!.length; i++) {
        const m1 = 0.9 * m![i]! + 0.1 * g![i]!;
        const v1 = 0.999 * v![i]! + 0.001 * g![i]! ** 2;
        const direction = m1 / (1 - 0.9 ** t) / (Math.sqrt(v1 / (1 - 0.999 ** t)) + 1e-8);
        expected.update.push(-0.1 * (direction + weightDecay * p![i]!));
        expected.firstMoment.push(m1);
        expected.secondMoment.push(v1);
      }
      const step = fusedAdamUpdate(inputs, { ...adam, weightDecay });
      for (const name of ['update', 'firstMoment', 'secondMoment'] as const) {
        expect(step[name].shape).toEqual([2, 3, 2]);
        await expectClose(tf.reshape(step[name], [-1]), expected[name], { relative: 1e-4 });
      }
      await expectNoLeak(() => fusedAdamUpdate(inputs, { ...adam, weightDecay }));
    });

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

    it.each([
      [0.9, false],
      [0.9, true],
      [0, false],
    ])('SGD with momentum %s, nesterov %s equals a loop', async (momentum, nesterov) => {
      const { gradient, parameter: velocity } = tensors();
      const inputs = { gradient, velocity, learningRate: tf.scalar(0.05) };
      const [g, v] = [gradient.dataSync(), velocity.dataSync()];
      const next = Array.from(v, (value, i) => momentum * value + g[i]!);
      const step = fusedSgdUpdate(inputs, { momentum, nesterov });
      await expectClose(tf.reshape(step.velocity, [-1]), next);
      await expectClose(
        tf.reshape(step.update, [-1]),
        next.map((value, i) => -0.05 * (nesterov ? g[i]! + momentum * value : value)),
      );
      await expectNoLeak(() => fusedSgdUpdate(inputs, { momentum, nesterov }));
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

describe('dropout', () => {
  onEachBackend(() => {
    it('keeps the places that draw the rate or more, and scales them', async () => {
      // The first words of the counts 0 to 3, the second ones, then the first word of 4.
      const draws = [0, 1, 2, 3].map((count) => threefry([0, 0], count));
      const words = [...draws.map(([word]) => word), ...draws.map(([, word]) => word), threefry([0, 0], 4)[0]];
      const x = tf.tensor1d([1, -2, 3, Number.POSITIVE_INFINITY, 5, 6, Number.NaN, 8, 9]);
      const uniform = words.map((word) => (word >>> 8) / 2 ** 24);
      const values = await x.data();
      for (const rate of [0, 0.3, uniform[2]!, 0.75]) {
        const expected = uniform.map((one, i) => (one >= rate ? values[i]! / (1 - rate) : 0));
        await expectClose(fusedDropout(x, { rate, key: [0, 0] }), expected);
      }
      await expectNoLeak(() => fusedDropout(x, { rate: 0.5, key: [1, 2] }));
    });

    it('drops the rate, and others with each half of the key', async () => {
      const x = tf.ones([10_000]);
      const [first, ...others] = await Promise.all(
        (
          [
            [1, 2],
            [2, 2],
            [1, 3],
          ] as const
        ).map((key) => fusedDropout(x, { rate: 0.3, key }).data()),
      );
      expect(first!.filter((value) => value === 0).length / 10_000).toBeCloseTo(0.3, 1);
      for (const other of others) {
        const same = other.filter((value, i) => value === first![i]).length / 10_000;
        expect(same).toBeCloseTo(0.3 ** 2 + 0.7 ** 2, 1);
      }
    });

    it('gives gradients the same places', async () => {
      const options = { rate: 0.4, key: [7, 2 ** 32 - 1] } as const;
      await checkGradients((x) => fusedDropout(x, options), [draw([4, 5])]);
      await checkGradients((x) => tf.grad((y) => tf.square(fusedDropout(y, options)))(x), [draw([4, 5])]);
    });

    it('names a rate or a key that is wrong', async () => {
      await expectError(
        () => fusedDropout(tf.zeros([2]), { rate: 1.5, key: [0, 0] }),
        ArgumentError,
        'fusedDropout: `rate` must be at least 0 and below 1; received 1.5.',
      );
      await expectError(
        () => fusedDropout(tf.zeros([2]), { rate: 0.5, key: [0, 2 ** 32] }),
        ArgumentError,
        'fusedDropout: `key` must be two whole numbers from 0 to 4294967295; received [0,4294967296].',
      );
    });
  });
});

describe('reluGrad', () => {
  onEachBackend(() => {
    it('passes what is above 0, and a number that is none', async () => {
      const dy = tf.tensor1d([1, 2, Number.POSITIVE_INFINITY, 4]);
      await expectClose(reluGrad(dy, tf.tensor1d([0, 3, -1, Number.NaN])), [0, 2, 0, Number.NaN]);
      await expectNoLeak(() => reluGrad(dy, dy));
    });

    it('is linear in dy', () =>
      checkGradients((dy) => tf.square(reluGrad(dy, tf.tensor1d([1, -1, 2]))), [tf.tensor1d([1, 2, 3])]));
  });
});
