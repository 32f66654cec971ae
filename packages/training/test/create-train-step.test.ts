import {
  ArgumentError,
  eagerClock,
  freeze,
  loadState,
  Module,
  Parameter,
  RandomStream,
  randomKeys,
  ShapeError,
  type StepInput,
  stateDict,
} from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import {
  clone,
  dispose,
  type Scalar,
  scalar,
  squaredDifference,
  type Tensor,
  type Tensor2D,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { createTrainStep, disposeState, initialState, storeState } from '../src/index.js';
import { momentum, near, squaredError, Two } from './support/toys.js';

const clock = eagerClock(0);
const input = (): StepInput => ({ clock, random: randomKeys(RandomStream.fromSeed(3), clock) });

onEachBackend(() => {
  describe('createTrainStep', () => {
    const x = (): Tensor2D => tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const y = (): Tensor2D => tensor2d([1, 2], [2, 1]);

    it('is pure: the model, the state and the batch stay as they were, and equal arguments give equal bits', async () => {
      using model = new Two({ noise: 0.1 });
      const optimizer = momentum();
      const step = createTrainStep(model, { loss: squaredError, optimizer, metrics: { near } });
      const state = initialState(model, optimizer);
      const batch = { x: x(), y: y() };
      const before = Object.values(stateDict(model));
      const run = async (): Promise<number[][]> => {
        const next = step(state, batch, input());
        const tensors = [next.loss, ...Object.values(next.metrics.near!), ...Object.values(next.state.parameters)];
        tensors.push(...Object.values(next.state.buffers), ...Object.values(next.state.optimizer));
        const values = await Promise.all(tensors.map(async (tensor) => [...(await tensor.data())]));
        dispose(tensors);
        expect(next.state.step).toBe(1);
        return values;
      };
      const first = await run();
      expect(await run()).toEqual(first);
      expect(Object.values(stateDict(model))).toEqual(before);
      expect([batch.x, batch.y, ...Object.values(state.parameters)].some((tensor) => tensor.isDisposed)).toBe(false);
      disposeState(state);
      dispose(batch);
    });

    it('reads no value', async () => {
      using model = new Two();
      const optimizer = momentum();
      const step = createTrainStep(model, { loss: squaredError, optimizer, metrics: { near } });
      const state = initialState(model, optimizer);
      const batch = { x: x(), y: y() };
      const prototype = Object.getPrototypeOf(batch.x);
      const reads = (['data', 'dataSync', 'array', 'arraySync'] as const).map((name) => vi.spyOn(prototype, name));
      const next = step(state, batch, input());
      for (const read of reads) {
        expect(read).not.toHaveBeenCalled();
        read.mockRestore();
      }
      for (const part of [state, next.state]) disposeState(part);
      dispose([next.loss, ...Object.values(next.metrics.near!), batch.x, batch.y]);
    });

    it('leaves exactly what it returns', async () => {
      using model = new Two({ noise: 0.1 });
      freeze(model, 'second.bias');
      const optimizer = momentum();
      await expectNoLeak(() => initialState(model, optimizer));
      const step = createTrainStep(model, { loss: squaredError, optimizer, metrics: { near } });
      const state = initialState(model, optimizer);
      const batch = { x: x(), y: y() };
      await expectNoLeak(() => step(state, batch, input()));
      expect(Object.keys(state.parameters)).toEqual(['first.kernel', 'first.bias', 'second.kernel']);
      disposeState(state);
      disposeState(state);
      dispose(batch);
    });

    it('stores a state, which stays whole', async () => {
      using model = new Two();
      using other = new Two({ seed: 9 });
      const state = initialState(model, momentum());
      storeState(other, state);
      await expectClose(other.first.kernel.value, model.first.kernel.value, { relative: 0, absolute: 0 });
      disposeState(state);
      expect(other.first.kernel.value.isDisposed).toBe(false);
      loadState(model, stateDict(other));
    });
  });
});

describe('a train step refuses', () => {
  it('a model without trainable parameters', async () => {
    using model = new Two();
    freeze(model);
    await expectError(
      () => initialState(model, momentum()),
      ArgumentError,
      'initialState: `model` must have a parameter that training may change; received 2 buffers and 4 frozen parameters. Call unfreeze, or use predict.',
    );
  });

  it('a loss that is no scalar', async () => {
    using model = new Two();
    const optimizer = momentum();
    const state = initialState(model, optimizer);
    const batch = { x: tensor2d([1, 2, 3], [1, 3]), y: tensor2d([1], [1, 1]) };
    const step = createTrainStep(model, { loss: (p, t) => squaredDifference(p, t) as Scalar, optimizer });
    await expectNoLeak(() =>
      expectError(
        () => step(state, batch, input()),
        ShapeError,
        'train step: `loss` must return a scalar, the mean over the batch; received a tensor of shape [1, 1].',
      ).then(() => {}),
    );
    disposeState(state);
    dispose(batch);
  });

  it('an assignment to what is not a buffer', async () => {
    class Wrong extends Module {
      readonly weight = new Parameter(scalar(1));
      override forward(x: Tensor): Tensor {
        this.weight.assign(clone(x) as Scalar);
        return clone(this.weight.value);
      }
    }
    using model = new Wrong();
    const optimizer = momentum();
    const state = initialState(model, optimizer);
    const batch = { x: scalar(1), y: scalar(1) };
    const step = createTrainStep(model, { loss: squaredError, optimizer });
    await expect(async () => step(state, batch, input())).rejects.toThrow(ArgumentError);
    expect(model.weight.value.isDisposed).toBe(false);
    disposeState(state);
    dispose(batch);
  });
});
