import {
  ArgumentError,
  type Callback,
  freeze,
  type HostArray,
  hostArray,
  type Module,
  RandomStream,
  ShapeError,
  stateDict,
  type TrainStep,
  trainables,
  unfreeze,
  valueAndGradients,
} from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import {
  abs,
  add,
  clone,
  dispose,
  max,
  mean,
  mul,
  type Scalar,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  checkpoints,
  createAlternatingStep,
  createTrainStep,
  fit,
  initialState,
  normMonitor,
  stepMean,
} from '../src/index.js';
import { temporaryFolders } from './support/folder.js';
import { recorder, scalarsOf } from './support/run.js';
import { Affine, lineBatches, momentum, squaredError, Two } from './support/toys.js';

const newFolder = temporaryFolders();
type Floats = HostArray<'float32'>;

/** Points around (2, −1), and noise to make such points from. */
function points(): { readonly x: Floats; readonly y: Floats }[] {
  const random = RandomStream.fromSeed(4);
  return Array.from({ length: 8 }, () => ({
    x: hostArray(random.normals(16), [8, 2]),
    y: hostArray(
      Float32Array.from(random.normals(16), (value, i) => 0.1 * value + (i % 2 === 0 ? 2 : -1)),
      [8, 2],
    ),
  }));
}

const newModels = () => ({ generator: new Affine(2, 2), critic: new Affine(2, 1, { seed: 5, noise: 0.01 }) });
type Models = ReturnType<typeof newModels>;

/** A least-squares GAN, whose critic is pulled towards 0. */
const ganOf = ({ generator, critic }: Models) => ({
  optimizer: { critic: momentum(0.02), generator: momentum(0.002) },
  loss: {
    critic: (
      { x, y }: { readonly x: Tensor2D; readonly y: Tensor2D },
      context: Parameters<Affine['forward']>[1],
    ): Scalar =>
      tidy(() => {
        const on = (points: Tensor2D, name: string): Tensor2D =>
          critic.forward(points, { ...context, random: context.random.child(name) });
        const fake = on(generator.forward(x, context), 'fake');
        return add(mean(square(sub(on(y, 'real'), 1))), mean(square(fake))) as Scalar;
      }),
    generator: ({ x }: { readonly x: Tensor2D }, context: Parameters<Affine['forward']>[1]): Scalar =>
      tidy(() => mean(square(sub(critic.forward(generator.forward(x, context), context), 1)))),
  },
});

async function numbers(models: Models): Promise<Record<string, number[]>> {
  const entries = Object.entries(stateDict(models)).map(async ([path, value]) => [path, [...(await value.data())]]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, number[]>;
}

function release(models: Models): void {
  for (const model of Object.values(models)) model.dispose();
}

onEachBackend(() => {
  describe('several models', () => {
    it('are trained against one another in one step', async () => {
      const models = newModels();
      const gan = ganOf(models);
      const step = createAlternatingStep(models, gan);
      await expectNoLeak(async () => {
        const history = await fit(models, points(), {
          step,
          optimizer: gan.optimizer,
          epochs: 20,
          metrics: { generator: stepMean, critic: stepMean },
          seed: 3,
        });
        const { loss, metrics } = history.epochs[0]!;
        expect(metrics.generator + metrics.critic).toBeCloseTo(loss, 5);
      });
      const bias = await models.generator.bias.value.data();
      expect(Math.hypot(bias[0]! - 2, bias[1]! + 1)).toBeLessThan(1);
      release(models);
    });

    it('go on from a checkpoint with the same bits, and keep what is frozen', async () => {
      const train = async (folder: string, stopAt = -1): Promise<Record<string, number[]>> => {
        const models = newModels();
        const gan = ganOf(models);
        const callback: Callback = {
          name: 'change',
          stepEnd: (run) => {
            if (run.step === 3) freeze(models, 'critic');
            if (run.step === 6) unfreeze(models);
            if (run.step === stopAt) run.stop('for now');
          },
        };
        await fit(models, points(), {
          step: createAlternatingStep(models, gan),
          optimizer: gan.optimizer,
          epochs: 2,
          callbacks: [callback, checkpoints(folder, { every: { steps: 1 } })],
        });
        const all = await numbers(models);
        release(models);
        return all;
      };
      const whole = await train(await newFolder());
      for (const stopAt of [2, 4, 7]) {
        const folder = await newFolder();
        await train(folder, stopAt);
        expect(await train(folder), `stopped after ${stopAt}`).toEqual(whole);
      }
      const models = newModels();
      expect(whole['critic.kernel']).not.toEqual((await numbers(models))['critic.kernel']);
      release(models);
    });

    it('show callbacks the gradients of each', async () => {
      const models = newModels();
      const gan = ganOf(models);
      const worst: number[] = [];
      const spy: Callback = {
        name: 'spy',
        // Its first step is plain gradient descent, since there is no momentum yet.
        inspect: ({ gradients, parameters, updated, step }) =>
          Object.fromEntries(
            Object.entries(step === 1 ? gradients : {}).map(([path, gradient]) => {
              const rate = path.startsWith('critic.') ? 0.02 : 0.002;
              return [path, max(abs(add(sub(updated[path]!, parameters[path]!), mul(gradient, rate))))];
            }),
          ),
        stepEnd: (_, { inspected }) => void worst.push(...Object.values(inspected.spy!).map(({ data }) => data[0]!)),
      };
      const record = recorder();
      await expectNoLeak(async () => {
        await fit(models, points(), {
          step: createAlternatingStep(models, gan),
          optimizer: gan.optimizer,
          epochs: 1,
          callbacks: [spy, record, normMonitor({ every: { steps: 1 }, perParameter: true })],
        });
      });
      expect(worst).toHaveLength(4);
      expect(Math.max(...worst)).toBeLessThan(1e-7);
      const scalars = scalarsOf(record.events);
      expect(scalars.gradientNorm).toHaveLength(8);
      expect(Math.min(...scalars['gradientNorm/critic.kernel']!)).toBeGreaterThan(0);
      release(models);
    });

    it('each need an optimizer', async () => {
      const models = newModels();
      const gan = ganOf(models);
      await expectError(
        () =>
          fit(models, points(), {
            step: createAlternatingStep(models, gan),
            optimizer: { critic: momentum() },
            epochs: 1,
          }),
        ArgumentError,
        'fit: `optimizer` must be an optimizer, or have one for each model; received none for generator.',
      );
      release(models);
    });
  });

  describe("a step of one's own", () => {
    const optimizer = momentum(0.1);
    /** Plain gradient descent on twice the loss. */
    const stepFor =
      (model: Module<Tensor2D, Tensor2D>, change: (value: Tensor) => Tensor = clone): TrainStep<Tensor2D, Tensor2D> =>
      (state, { x, y }, { random }) =>
        tidy(() => {
          const own = trainables(model);
          const { value, gradients } = valueAndGradients(
            () => mul(squaredError(model.forward(x, { training: false, random }), y), 2) as Scalar,
            own,
          );
          return {
            state: {
              parameters: Object.fromEntries(
                Object.entries(own).map(([path, v]) => [path, change(sub(v, mul(gradients[path]!, 0.01)))]),
              ),
              buffers: Object.fromEntries(Object.entries(state.buffers).map(([path, v]) => [path, clone(v)])),
              optimizer: Object.fromEntries(Object.entries(state.optimizer).map(([path, v]) => [path, clone(v)])),
              step: state.step + 1,
            },
            loss: value,
            metrics: { twice: { total: clone(value), count: tensor2d([[1]]) } },
          };
        });

    it('is taken by fit as it is', async () => {
      using model = new Two();
      await expectNoLeak(async () => {
        const history = await fit(model, lineBatches(), {
          step: stepFor(model),
          optimizer,
          epochs: 3,
          metrics: { twice: stepMean },
        });
        expect(history.epochs[2]!.loss).toBeLessThan(history.epochs[0]!.loss);
        expect(history.steps).toBe(18);
      });
    });

    it('shows callbacks its gradients where it returns them, or says that it must', async () => {
      using model = new Two();
      const norms = async (step?: TrainStep<Tensor2D, Tensor2D>): Promise<number[]> => {
        using model = new Two();
        const record = recorder();
        const common = { epochs: 1, optimizer, callbacks: [record, normMonitor({ every: { steps: 1 } })] };
        await (step === undefined
          ? fit(model, lineBatches(), { ...common, loss: squaredError })
          : fit(model, lineBatches(), { ...common, step }));
        return scalarsOf(record.events).gradientNorm!;
      };
      const step = createTrainStep(model, { loss: squaredError, optimizer });
      expect(await norms(step)).toEqual(await norms());
      await expectNoLeak(() =>
        expectError(
          () => norms(stepFor(model)),
          ArgumentError,
          'train step (step 1, batch 1 of epoch 1): `gradients` must be returned for each parameter, because normMonitor inspects them; received none.',
        ).then(() => {}),
      );
    });

    it('keeps shapes, and reports what fit has metrics for', async () => {
      using model = new Two();
      const run = (
        step: TrainStep<Tensor2D, Tensor2D>,
        metrics: Record<string, typeof stepMean> = {},
      ): Promise<unknown> => fit(model, lineBatches(), { step, optimizer, epochs: 1, metrics });
      await expectNoLeak(() =>
        expectError(
          () => run(stepFor(model, (value) => mean(value))),
          ShapeError,
          'train step (step 1, batch 1 of epoch 1): `first.kernel` must be float32 of shape [3, 4], a parameter as before; received float32 of shape [].',
        ).then(() => {}),
      );
      await expectNoLeak(() =>
        expectError(
          () => run(stepFor(model), { other: stepMean }),
          ArgumentError,
          'train step (step 1, batch 1 of epoch 1): `metrics` must report `other`, for which fit has a metric; received twice.',
        ).then(() => {}),
      );
      const state = initialState({ model }, optimizer);
      expect(Object.keys(state.parameters)[0]).toBe('model.first.kernel');
      dispose([state.parameters, state.buffers, state.optimizer]);
    });
  });
});
