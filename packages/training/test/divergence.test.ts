import {
  type Batch,
  type Callback,
  type Context,
  hostArray,
  type Loss,
  Module,
  NumericError,
  Parameter,
  stateDict,
} from '@neurite/core';
import { onEachBackend } from '@neurite/testing';
import {
  add,
  log,
  mean,
  memory,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { DivergedError, fit } from '../src/index.js';
import { momentum } from './support/toys.js';

/** x·w for each element, then something that can break. */
class Scale extends Module {
  readonly weight = new Parameter(tensor1d([1]));
  override forward(x: Tensor): Tensor {
    return mul(x, this.weight.value);
  }
}

class Chain extends Module {
  readonly scale = new Scale();
  readonly layers: Module[];
  constructor(...layers: Module[]) {
    super();
    this.layers = layers;
  }
  override forward(x: Tensor, context: Context): Tensor {
    return tidy(() => this.layers.reduce((y, layer) => layer.forward(y, context), this.scale.forward(x)));
  }
}

class Apply extends Module {
  readonly f: (x: Tensor) => Tensor;
  constructor(f: (x: Tensor) => Tensor) {
    super();
    this.f = f;
  }
  override forward(x: Tensor): Tensor {
    return this.f(x);
  }
}

const batch = (...xs: number[]): Batch => ({
  x: hostArray(Float32Array.from(xs), [xs.length]),
  y: hostArray(new Float32Array(xs.length), [xs.length]),
});
const loss: Loss = (predictions, targets) => tidy(() => mean(square(sub(predictions, targets))));

async function diverge(model: Module, data: Batch[], options: object = {}): Promise<DivergedError> {
  const before = memory().numTensors;
  const error: unknown = await fit(model, data, {
    loss,
    optimizer: momentum(0.01),
    epochs: 3,
    ...options,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(memory().numTensors).toBe(before);
  expect(error).toBeInstanceOf(NumericError);
  expect(error).toBeInstanceOf(DivergedError);
  return error as DivergedError;
}

onEachBackend(() => {
  describe('a loss that is not finite', () => {
    it('names the step, the batch and the first module whose output broke', async () => {
      using model = new Chain(new Apply((x) => add(x, 1)), new Apply(log), new Apply((x) => mul(x, 2)));
      const weights: number[] = [];
      const watch: Callback = {
        name: 'watch',
        stepEnd: async (run) => void weights.push((await stateDict(run.model)['scale.weight']!.data())[0]!),
      };
      const error = await diverge(model, [batch(1, 2), batch(2, 3), batch(-5, 1)], { callbacks: [watch] });
      expect(error.message).toBe(
        'fit (step 3, batch 3 of epoch 1): the loss is NaN; the first tensor that is not finite is the output of ' +
          '`layers.1`. Lower the learning rate, clip the gradients, or look at the data.',
      );
      expect(error).toMatchObject({ step: 3, batch: 3, epoch: 1, tensor: 'the output of `layers.1`' });
      // The weights are those of the last good step.
      expect(weights).toHaveLength(2);
      expect((await model.scale.weight.value.data())[0]).toBe(weights[1]);
    });

    it('names the input', async () => {
      using model = new Chain();
      const { tensor, batch: number } = await diverge(model, [batch(1), batch(Number.NaN)]);
      expect({ tensor, number }).toEqual({ tensor: 'the input `x` of the batch', number: 2 });
    });

    it('names the loss itself', async () => {
      using model = new Chain();
      const { tensor } = await diverge(model, [batch(1)], { loss: (p: Tensor) => tidy(() => log(sub(sum(p), 1))) });
      expect(tensor).toBe('the loss');
    });

    it('goes back to the step whose gradient broke, although its loss was finite', async () => {
      // d√x/dx is infinite at 0.
      using model = new Chain(new Apply((x) => sqrt(x)));
      const error = await diverge(model, [batch(1), batch(0), batch(1)]);
      expect(error.message).toBe(
        'fit (step 2, batch 2 of epoch 1): the step made weights that are not finite; the first tensor that is not ' +
          'finite is the gradient of `scale.weight`. Lower the learning rate, clip the gradients, or look at the data.',
      );
      expect((await model.scale.weight.value.data())[0]).toBeGreaterThan(0.5);
    });

    it('is noticed in the last step too', async () => {
      using model = new Chain(new Apply((x) => sqrt(x)));
      const error = await diverge(model, [batch(1), batch(0)], { epochs: 1 });
      expect(error.step).toBe(2);
      expect((await model.scale.weight.value.data())[0]).toBeGreaterThan(0.5);
    });

    it('names the batch of the validation set', async () => {
      using model = new Chain(new Apply(log));
      const error = await diverge(model, [batch(1)], { validation: [batch(1), batch(-1)] });
      expect(error.message).toBe(
        'fit (validation after epoch 1, batch 2): the loss is NaN; the first tensor that is not finite is in this ' +
          'batch. Look at the samples of this batch.',
      );
    });
  });

  it('keeps the last good weights when the data, the model or a callback throws', async () => {
    using model = new Chain();
    const before = memory().numTensors;
    const steps: number[] = [];
    const run = async (data: Iterable<Batch>, callbacks: Callback[] = []): Promise<void> => {
      const watch: Callback = { name: 'steps', trainEnd: (r) => void steps.push(r.step) };
      await expect(
        fit(model, data, { loss, optimizer: momentum(0.01), epochs: 1, callbacks: [watch, ...callbacks] }),
      ).rejects.toThrow('broken on purpose');
    };
    const broken = new RangeError('broken on purpose');
    await run(
      (function* () {
        yield batch(1);
        yield batch(2);
        throw broken;
      })(),
    );
    await run(
      [batch(1), batch(2), batch(3)],
      [{ name: 'b', stepEnd: (r) => (r.step === 2 ? Promise.reject(broken) : undefined) }],
    );
    await run([batch(1)], [{ name: 'b', epochEnd: () => Promise.reject(broken) }]);
    await run([batch(1)], [{ name: 'b', trainEnd: () => Promise.reject(broken) }]);
    await run([batch(1)], [{ name: 'b', trainBegin: () => Promise.reject(broken) }]);
    expect(steps).toEqual([2, 2, 1, 1, 0]);
    expect(memory().numTensors).toBe(before);
    expect(Number.isFinite((await model.scale.weight.value.data())[0])).toBe(true);
  });

  it('leaves nothing when the forward pass throws in the middle', async () => {
    let calls = 0;
    using model = new Chain(
      new Apply((x) => square(x)),
      new Apply((x) => {
        if (++calls === 3) throw new RangeError('broken on purpose');
        return square(x);
      }),
    );
    const before = memory().numTensors;
    await expect(
      fit(model, [batch(0.1), batch(0.2), batch(0.3)], { loss, optimizer: momentum(), epochs: 1 }),
    ).rejects.toThrow('broken on purpose');
    expect(memory().numTensors).toBe(before);
  });
});
