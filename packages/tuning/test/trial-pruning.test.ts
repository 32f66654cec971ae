import { useWasm } from '@neurite/backend-wasm';
import { ArgumentError, build, type Metric } from '@neurite/core';
import { dense } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { sgd } from '@neurite/optimizers';
import { expectError } from '@neurite/testing';
import { fit } from '@neurite/training';
import { scalar, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createStudy,
  float,
  optimize,
  type RunningTrial,
  type TrialPruningOptions,
  trialPruning,
} from '../src/index.js';

beforeAll(() => useWasm());

const space = { learningRate: float(0.01, 0.1) };

/** A metric that says the given values, epoch by epoch. */
function scripted(values: readonly unknown[]): Metric {
  let at = 0;
  return { name: 'score', statistics: () => ({ one: scalar(1) }), value: () => values[at++] as number };
}

async function train(
  trial: RunningTrial<typeof space>,
  values: readonly unknown[],
  options: TrialPruningOptions = { monitor: 'score' },
) {
  using model = build(dense(1), { input: [1], seed: trial.seed });
  const batch = () => ({ x: tensor2d([[1], [2]]), y: tensor2d([[2], [4]]) });
  const batches = { [Symbol.iterator]: () => [batch(), batch()][Symbol.iterator]() };
  return await fit(model, batches, {
    epochs: values.length,
    loss: meanSquaredError,
    metrics: { score: scripted(values) },
    optimizer: sgd({ learningRate: trial.values.learningRate }),
    callbacks: [trialPruning(trial, options)],
  });
}

describe('trialPruning', () => {
  it('reports each epoch, and ends the run when the pruner ends the trial', async () => {
    const study = await createStudy(space, {
      objectives: 'maximize',
      pruner: {
        name: 'falling',
        shouldPrune: ({ trial: { reports } }) =>
          reports.at(-1)!.loss > (reports.at(-2)?.loss ?? Number.POSITIVE_INFINITY),
      },
    });
    const stopped: (string | undefined)[] = [];
    const scores = [
      [1, 2, 3],
      [1, 3, 2, 4],
    ];
    await optimize(
      study,
      async (trial) => {
        const history = await train(trial, scores[trial.number]!);
        stopped.push(history.stopped);
        return history.epochs.at(-1)!.metrics.score as number;
      },
      { trials: 2 },
    );
    expect(stopped).toEqual([undefined, 'the trial was pruned after epoch 3']);
    expect(study.trials.map(({ state, result, reports }) => [state, result, reports])).toEqual([
      ['complete', 3, [1, 2, 3].map((value, i) => ({ step: i + 1, value }))],
      ['pruned', undefined, [1, 3, 2].map((value, i) => ({ step: i + 1, value }))],
    ]);
  });

  it('ends the run when the search is stopped', async () => {
    const controller = new AbortController();
    const study = await createStudy(space);
    const trial = (await study.ask({ signal: controller.signal }))!;
    controller.abort();
    const { stopped, epochs } = await train(trial, [1, 2]);
    expect([stopped, epochs.length]).toEqual(['the search was stopped', 0]);
  });

  it('refuses a name that is not reported, a table, and what is no trial', async () => {
    const trial = (await (await createStudy(space)).ask())!;
    await expectError(
      () => train(trial, [1], {}),
      ArgumentError,
      "trialPruning: `monitor` must be 'loss' or 'score'; received 'validation.loss'. Pass `validation` to fit.",
    );
    await expectError(
      () => train(trial, [[[1]]]),
      ArgumentError,
      'trialPruning: `monitor` must name a metric whose value is a number; received score, whose value is a table.',
    );
    await expectError(
      () => trialPruning({} as never),
      ArgumentError,
      'trialPruning: `trial` must be a running trial; received an empty object.',
    );
  });
});
