import { ArgumentError, eagerClock, type Optimizer, ShapeError } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { dispose, onesLike, tensor1d, zerosLike } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adam, addDecayedWeights, perParameter, scaleByLearningRate, sgd } from '../src/index.js';
import { rules } from '../src/internal/rules.js';
import { traceRule } from '../src/internal/trace-rule.js';
import { inputAt } from './support/input-at.js';

const programOf = (optimizer: Optimizer, apply: boolean) => traceRule(rules.get(optimizer)!, { apply }).program;

describe('a rule as a program', () => {
  it('has no instruction for what changes nothing', () => {
    expect(programOf(sgd({ learningRate: 0.1 }), true)).toEqual({
      tensors: ['gradient', 'parameter'],
      scalars: ['rate'],
      constants: 0,
      instructions: [
        ['mul', 0, 2],
        ['add', 1, 3],
      ],
      outputs: [4],
    });
    expect(programOf(addDecayedWeights({ weightDecay: 0 }), false)).toMatchObject({ instructions: [], outputs: [0] });
  });

  it('reads each tensor and holds each number once, and takes numbers by path as constants', () => {
    const { program, constants } = traceRule(
      rules.get(sgd({ momentum: 0.9, nesterov: true, weightDecay: (path) => (path === 'kernel' ? 0.5 : 0) }))!,
      { apply: false },
    );
    expect(program).toEqual({
      tensors: ['parameter', 'gradient', 'velocity'],
      scalars: ['rate'],
      constants: 2,
      instructions: [
        ['mul', 0, 4],
        ['add', 1, 6],
        ['mul', 2, 5],
        ['add', 8, 7],
        ['mul', 9, 5],
        ['add', 7, 10],
        ['mul', 11, 3],
      ],
      outputs: [12, 9],
    });
    expect([constants('kernel'), constants('bias')]).toEqual([
      [0.5, 0.9],
      [0, 0.9],
    ]);
  });

  it('works numbers out where there are numbers alone', () => {
    const rule = perParameter('numbers', {
      step: (e, { gradient }) => {
        const number = e.sqrt(e.abs(e.minimum(e.div(e.sub(2, 10), e.add(1, 1)), e.maximum(3, 5)))); // √|−4|
        return { update: e.mul(gradient, e.mul(number, 4)) };
      },
    });
    const { program, constants } = traceRule(rules.get(rule)!, { apply: false });
    expect(program.instructions).toEqual([['mul', 0, 1]]);
    expect(constants('any')).toEqual([8]);
  });

  it('does not take a slot for the gradient or the parameter', async () => {
    const slots = { gradient: zerosLike };
    const make = () => perParameter('mine', { slots, step: (_, at) => ({ update: at.gradient, slots: at.slots }) });
    await expectError(
      make,
      ArgumentError,
      'mine: `slots` must have other names than `gradient` and `parameter`; received `gradient`.',
    );
  });
});

onEachBackend(() => {
  describe('perParameter', () => {
    it('begins slots as the rule says, and keeps them beside each parameter', async () => {
      const count = perParameter('count', {
        slots: { steps: onesLike },
        step: (e, { gradient, slots }) => ({
          update: e.mul(gradient, slots.steps),
          slots: { steps: e.add(slots.steps, 1) },
        }),
      });
      const parameters = { a: tensor1d([1, 2]), b: tensor1d([3]) };
      const state = count.init(parameters);
      expect(Object.keys(state)).toEqual(['steps/a', 'steps/b']);
      const next = count.update(parameters, inputAt(0, { state, parameters }));
      await expectClose(next.updates.a!, [1, 2]);
      await expectClose(next.state['steps/a']!, [2, 2]);
      await expectClose(next.state['steps/b']!, [2]);
      dispose([parameters, state, next]);
    });

    it('gives scalars the step of the clock, the age of the parameter, and signals', async () => {
      const seen: unknown[] = [];
      const watching = perParameter('watching', {
        scalars: {
          one: (step, context) => {
            seen.push([step, context]);
            return 1;
          },
        },
        step: (e, { gradient, scalars }) => ({ update: e.mul(gradient, scalars.one) }),
      });
      const parameters = { a: tensor1d([1, 2]), b: tensor1d([3]), c: tensor1d([4]) };
      const clock = eagerClock(9, { joined: { b: 4 }, signals: { heat: 0.5 } });
      await expectNoLeak(() => watching.update(parameters, { ...inputAt(9, { parameters }), clock }));
      expect(seen).toEqual([
        [9, { signals: { heat: 0.5 }, age: 9 }],
        [9, { signals: { heat: 0.5 }, age: 5 }],
      ]);
      dispose(parameters);
    });

    it('says which number by path and which rate of a schedule is wrong, and leaves nothing', async () => {
      const parameters = { kernel: tensor1d([1]) };
      const step = (optimizer: Optimizer, at = 3) => {
        const state = optimizer.init(parameters);
        try {
          return optimizer.update(parameters, inputAt(at, { state, parameters }));
        } finally {
          dispose(state);
        }
      };
      const wrong: readonly (readonly [Optimizer, string])[] = [
        [
          adam({ learningRate: () => Number.NaN }),
          'adam: `learningRate(3)` must be a finite number of at least 0; received NaN.',
        ],
        [
          scaleByLearningRate(1, { learningRateMultiplier: () => -2 }),
          "scaleByLearningRate: `learningRateMultiplier('kernel')` must be a finite number of at least 0; received -2.",
        ],
        [
          sgd({ weightDecay: () => Number.POSITIVE_INFINITY }),
          "sgd: `weightDecay('kernel')` must be a finite number of at least 0; received Infinity.",
        ],
      ];
      for (const [optimizer, message] of wrong) {
        await expectNoLeak(() => expectError(() => step(optimizer), ArgumentError, message));
      }
      dispose(parameters);
    });

    it('refuses a state of another shape', async () => {
      const parameters = { kernel: tensor1d([1, 2]) };
      const state = { 'velocity/kernel': tensor1d([1, 2, 3]) };
      const optimizer = sgd({ momentum: 0.9 });
      await expectError(
        () => optimizer.update(parameters, inputAt(0, { state, parameters })),
        ShapeError,
        'sgd: `velocity/kernel` must have shape [2]; received [3]. Use the state that init or the last update of the same optimizer gave.',
      );
      dispose([parameters, state]);
    });
  });
});
