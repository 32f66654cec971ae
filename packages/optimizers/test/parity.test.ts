import { type NamedTensors, type Optimizer, type Schedule, valueAndGradients } from '@neurite/core';
import { expectClose, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import { add, dispose, matMul, mean, square, sub, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as optimizers from '../src/index.js';
import { runSteps } from './support/run-steps.js';

type Options = Readonly<Record<string, unknown>>;
/** An export, and its arguments. */
type Link = readonly [name: string, options: Options | number | null];
type Point = {
  readonly step: number;
  readonly kernel: number[][];
  readonly bias: number[];
  readonly evaluation?: readonly [kernel: number[][], bias: number[]];
};
type Case = {
  readonly problem: 'fixed' | 'regression';
  readonly links: readonly Link[];
  /** The step before which the bias is not trained. */
  readonly joined?: number;
  /** By how much the reference differs from itself in float32, where that is more than 1e-5. */
  readonly float32?: number;
  readonly trajectory: readonly Point[];
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
const makers = optimizers as unknown as Readonly<Record<string, (options?: unknown) => Optimizer>>; // by the names in the fixture
const { stepDecay, inverseTimeDecay, warmup } = optimizers;

function scheduled(schedule: Options): Schedule {
  const [name, options] = Object.entries(schedule)[0] as [string, never]; // written by the script
  const { to, steps } = options as { to: number; steps: number };
  return name === 'warmup' ? warmup(to, { steps }) : { stepDecay, inverseTimeDecay }[name]!(options);
}

/** Functions of a path, and schedules, are data in the fixture. */
function made([name, options]: Link): Optimizer {
  if (options === null || typeof options === 'number') return makers[name]!(options ?? undefined);
  const { schedule, learningRateMultiplier, ...others } = options;
  const own = Object.entries(others).map(([key, value]) => [
    key,
    value === 'kernel only' ? (path: string) => path === 'kernel' : value,
  ]);
  return makers[name]!({
    ...Object.fromEntries(own),
    ...(schedule !== undefined && { learningRate: scheduled(schedule as Options) }),
    ...(learningRateMultiplier !== undefined && {
      learningRateMultiplier: (path: string) =>
        path === 'bias' ? (learningRateMultiplier as { bias: number }).bias : 1,
    }),
  });
}

function gradientsAt(kind: Case['problem']): (parameters: NamedTensors, step: number) => NamedTensors {
  if (kind === 'fixed') {
    return (_, step) => ({
      kernel: tensor2d(problem.kernelGradients[step]!),
      bias: tensor1d(problem.biasGradients[step]!),
    });
  }
  return (parameters) => {
    const [inputs, targets] = [tensor2d(problem.inputs), tensor2d(problem.targets)];
    const { value, gradients } = valueAndGradients(
      () => mean(square(sub(add(matMul(inputs, parameters.kernel as Tensor2D), parameters.bias!), targets))), // made as 2-d
      parameters,
    );
    dispose([value, inputs, targets]);
    return gradients;
  };
}

onEachBackend(() => {
  describe('the first 50 steps of the reference', () => {
    it.each(cases.map((one, i) => ({ ...one, label: JSON.stringify(one.links), i })))(
      '$i $label on $problem gradients',
      async ({ problem: kind, links, joined, float32 = 1e-5, trajectory }) => {
        const tolerance = { relative: 1e-5, absolute: float32 };
        expect(trajectory.at(-1)!.step).toBe(49);
        const optimizer = links.length === 1 ? made(links[0]!) : optimizers.chain(...links.map(made));
        await expectNoLeak(async () => {
          const first = { kernel: tensor2d(problem.kernel), bias: tensor1d(problem.bias) };
          await runSteps(optimizer, first, gradientsAt(kind), {
            steps: 50,
            joined: joined === undefined ? {} : { bias: joined },
            visit: async (parameters, step, state) => {
              const expected = trajectory.find((point) => point.step === step);
              if (expected === undefined) return;
              await expectClose(parameters.kernel!, expected.kernel, tolerance);
              await expectClose(parameters.bias!, expected.bias, tolerance);
              if (expected.evaluation === undefined) return;
              const evaluation = optimizer.evaluationParameters!(state, parameters);
              await expectClose(evaluation.kernel!, expected.evaluation[0], tolerance);
              await expectClose(evaluation.bias!, expected.evaluation[1], tolerance);
              dispose(evaluation);
            },
          });
          dispose(first);
        });
      },
    );
  });
});

describe('the fixture', () => {
  it('has a case of every optimizer', () => {
    const covered = new Set(cases.flatMap(({ links }) => links.map(([name]) => name)));
    const others = Object.keys(makers).filter((name) => !covered.has(name));
    // Schedules and `minimize` have fixtures of their own, noise has statistics, and the links of `adam` and `sgd` tests in
    // composition.test.ts.
    expect(others.sort()).toEqual(withoutCase.sort());
  });
});

const withoutCase = [
  ...['constant', 'cosineDecay', 'cosineRestarts', 'exponentialDecay', 'inverseSquareRoot', 'inverseTimeDecay'],
  ...['multiStepDecay', 'onPlateau', 'oneCycle', 'piecewise', 'polynomialDecay', 'stepDecay', 'triangular', 'warmup'],
  ...['warmupCosine', 'addDecayedWeights', 'addNoise', 'scaleByAdam', 'scaleByLearningRate', 'trace'],
  ...['chain', 'frozen', 'minimize', 'partition', 'perParameter'],
];
