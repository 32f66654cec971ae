import { type NamedTensors, type Optimizer, valueAndGradients } from '@neurite/core';
import { expectClose, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import {
  add,
  dispose,
  matMul,
  mean,
  type Scalar,
  square,
  sub,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type AdamWOptions,
  adam,
  adamW,
  chain,
  clipByGlobalNorm,
  clipByValue,
  type SgdOptions,
  type StepDecayOptions,
  sgd,
  stepDecay,
} from '../src/index.js';
import { runSteps } from './run-steps.js';

type Case = {
  readonly problem: 'fixed' | 'regression';
  readonly optimizer: 'sgd' | 'adam' | 'adamW';
  readonly options: Omit<SgdOptions & AdamWOptions, 'weightDecayMask' | 'learningRateMultiplier'> & {
    readonly weightDecayMask?: 'kernel only';
    readonly learningRateMultiplier?: { readonly bias: number };
  };
  readonly schedule?: StepDecayOptions;
  /** The step before which the bias is not trained. */
  readonly joined?: number;
  readonly clip: { readonly by: 'norm' | 'value'; readonly limit: number } | null;
  readonly trajectory: readonly { readonly step: number; readonly kernel: number[][]; readonly bias: number[] }[];
};

type Problem = {
  readonly kernel: number[][];
  readonly bias: number[];
  readonly kernelGradients: number[][][];
  readonly biasGradients: number[][];
  readonly inputs: number[][];
  readonly targets: number[][];
};

const { problem, cases } = fixture<{ problem: Problem; cases: Case[] }>('optimizers/optimizers');

function make({ optimizer, options, schedule, clip }: Case): Optimizer {
  const { weightDecayMask, learningRateMultiplier, ...numbers } = options;
  const own = {
    ...numbers,
    ...(weightDecayMask && { weightDecayMask: (path: string) => path === 'kernel' }),
    ...(learningRateMultiplier && {
      learningRateMultiplier: (path: string) => (path === 'bias' ? learningRateMultiplier.bias : 1),
    }),
    ...(schedule === undefined ? {} : { learningRate: stepDecay(schedule) }),
  };
  const made = { sgd, adam, adamW }[optimizer](own);
  if (clip === null) return made;
  return chain(clip.by === 'norm' ? clipByGlobalNorm(clip.limit) : clipByValue(clip.limit), made);
}

function fixedGradients(_parameters: NamedTensors, step: number): NamedTensors {
  return { kernel: tensor2d(problem.kernelGradients[step]!), bias: tensor1d(problem.biasGradients[step]!) };
}

function regressionGradients(parameters: NamedTensors): NamedTensors {
  const [inputs, targets] = [tensor2d(problem.inputs), tensor2d(problem.targets)];
  const loss = (): Scalar =>
    mean(square(sub(add(matMul(inputs, parameters.kernel as Tensor2D), parameters.bias!), targets))); // made as 2-d
  const { value, gradients } = valueAndGradients(loss, parameters);
  dispose([value, inputs, targets]);
  return gradients;
}

onEachBackend(() => {
  describe('the trajectory of PyTorch', () => {
    it.each(cases.map((one, i) => ({ ...one, label: JSON.stringify([one.options, one.clip, one.schedule]), i })))(
      '$i $optimizer $label on $problem gradients',
      async (one) => {
        const last = one.trajectory.at(-1)!.step;
        expect(last).toBe(49);
        await expectNoLeak(async () => {
          const first = { kernel: tensor2d(problem.kernel), bias: tensor1d(problem.bias) };
          const gradients = one.problem === 'fixed' ? fixedGradients : regressionGradients;
          await runSteps(make(one), first, gradients, {
            steps: last + 1,
            joined: one.joined === undefined ? {} : { bias: one.joined },
            visit: async (parameters, step) => {
              const expected = one.trajectory.find((point) => point.step === step);
              if (expected === undefined) return;
              await expectClose(parameters.kernel!, expected.kernel, { relative: 1e-5, absolute: 1e-6 });
              await expectClose(parameters.bias!, expected.bias, { relative: 1e-5, absolute: 1e-6 });
            },
          });
          dispose([first.kernel, first.bias]);
        });
      },
    );
  });
});
