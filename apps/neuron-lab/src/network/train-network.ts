import { probe, type WebReport } from '@neurite/backend-web';
import { ArgumentError, build, type Callback, type Module, type Run, stateDict } from '@neurite/core';
import { tensorsToSafetensors } from '@neurite/formats';
import { DivergedError, fit } from '@neurite/training';
import { resilient, type TrainingJob } from '@neurite/training-worker';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { workerEngine } from '../training/worker-engine.js';
import { liveOptimizer } from './makers.js';
import { type View, viewOf } from './measure.js';
import { canRetune, encodeConfig, type NetworkConfig } from './network-config.js';
import { makeSamples } from './samples.js';
import type { Snapshot } from './snapshot.js';
import { networkOf, penalizedLoss, taskOf } from './task.js';
import { LiveBatches } from './training-data.js';
import { checkWeights, loadWeights, savedConfig, setWeight, type WeightPlace } from './weights.js';

/** What a run begins with. */
export type NetworkInput = {
  readonly config: NetworkConfig;
  /** A file of weights to begin with; undefined for those of the seed. */
  readonly weights: Uint8Array | undefined;
};

/** What the page asks of a run. */
export type NetworkQuestion =
  /** Goes on with other settings. */
  | { readonly type: 'retune'; readonly config: NetworkConfig }
  /** Puts a number into the network. */
  | { readonly type: 'weight'; readonly place: WeightPlace; readonly value: number }
  /** Answered with a safetensors file that also says its configuration. */
  | { readonly type: 'save' }
  /** Takes weights over; answered with the configuration of a file that is of another network. */
  | { readonly type: 'load'; readonly bytes: Uint8Array }
  /** Answered with what is known of each engine here. */
  | { readonly type: 'engines' };

/** Why a run ended by itself: training diverged, or the weights that it was given overflow before its first step. */
export type NetworkEnd = 'diverged' | 'overflow';

/**
 * Trains the network of a configuration until the page ends it.
 *
 * @returns why it ended by itself; undefined where it did not
 */
export async function trainNetwork({
  input,
  callback,
  show,
  answer,
  onMove,
}: TrainingJob<NetworkInput, WebReport>): Promise<NetworkEnd | undefined> {
  let { config } = input;
  let replayable = input.weights === undefined;
  /** The step before which somebody last put weights into the network. */
  let givenAt = input.weights === undefined ? undefined : 0;
  const settings = (): NetworkConfig => config;
  const task = taskOf(config);
  const { train, test } = makeSamples(config);
  using model = build(networkOf(config), { input: [config.features.length], seed: config.seed });
  if (input.weights !== undefined) loadWeights(model, input.weights);
  const view: View = viewOf(config, { train, test, task });
  // The model of the run is this one, with the weights of the last step: it gets them when the run is asked for it.
  const trained = (run: Run): typeof model => run.model as typeof model;
  const batches = new LiveBatches(train, settings);
  show(async (run): Promise<Snapshot> => {
    const { step } = run;
    const epoch = batches.completed(step);
    const stepsPerEpoch = Math.ceil(train.length / config.batch);
    return { step, epoch, stepsPerEpoch, replayable, ...(await view.look(trained(run))) };
  });
  answer(async (asked, run) => {
    const question = asked as NetworkQuestion; // only this page asks
    switch (question.type) {
      case 'retune':
        assertRetunable(config, question.config);
        config = question.config;
        replayable &&= run.step === 0;
        return undefined;
      case 'weight':
        await setWeight(trained(run), question);
        givenAt = run.step;
        replayable = false;
        return undefined;
      case 'save':
        return saved(trained(run), { config, step: run.step });
      case 'load': {
        const other = savedConfig(question.bytes);
        if (other !== undefined && !canRetune(config, other)) {
          checkWeights(other, question.bytes);
          return other;
        }
        loadWeights(trained(run), question.bytes);
        givenAt = run.step;
        replayable = false;
        return undefined;
      }
      case 'engines':
        return (await probe()).engines;
    }
  });
  const run = (survival: Callback): Promise<unknown> =>
    fit(model, batches, {
      epochs: 1,
      loss: penalizedLoss(model, { loss: task.loss, settings }),
      optimizer: liveOptimizer(settings),
      callbacks: [survival, callback],
      seed: config.seed,
    });
  try {
    await resilient(model, run, { engine: workerEngine, onMove });
    return undefined;
  } catch (error) {
    if (error instanceof DivergedError) {
      return givenAt !== undefined && error.step === givenAt + 1 ? 'overflow' : 'diverged';
    }
    throw error;
  }
}

function saved(
  model: Module<Tensor2D, Tensor2D>,
  { config, step }: { readonly config: NetworkConfig; readonly step: number },
): Promise<Uint8Array<ArrayBuffer>> {
  return tensorsToSafetensors(stateDict(model), { metadata: { neuronLab: encodeConfig(config), step: String(step) } });
}

function assertRetunable(before: NetworkConfig, after: NetworkConfig): void {
  if (canRetune(before, after)) return;
  throw new ArgumentError({
    where: 'retune',
    argument: 'config',
    expected: 'differ only in what a run can take over',
    received: encodeConfig(after, before),
    advice: 'Begin a new run',
  });
}
