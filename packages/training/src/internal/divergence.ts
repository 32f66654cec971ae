import type { TrainState } from '@neurite/core';
import { DivergedError } from '../diverged-error.js';
import { disposeState } from '../train-state.js';
import { allFinite, type FailedStep, findBrokenTensor } from './find-broken-tensor.js';
import type { ReportValues } from './read-reports.js';
import type { RunOptions } from './run-options.js';
import { disposeBatches, type Placed, partsOf, type StepFlight } from './step-flight.js';
import type { Weights } from './weights.js';

/** A loss of this size may have gradients whose squares are infinite: then every step is looked at. */
const HUGE = 1e12;

/** After how many steps state is looked at that no loss shows. */
const INTERVAL = 64;

type Options = Pick<RunOptions, 'objective' | 'loss' | 'optimizer' | 'customStep' | 'replicas'> & {
  readonly weights: Weights;
  readonly inputOf: (state: TrainState) => FailedStep['input'];
};

/**
 * Whether a run is still finite. A loss is read in each step, and shows the weights of the step before; what a step left
 * is looked at where nothing else would show it: at checkpoints and the ends of epochs, and now and then.
 */
export class Divergence {
  readonly #options: Options;
  /** The step that led to the current weights, until they are known to be finite. */
  #unproven: { readonly state: TrainState; readonly placed: Placed } | undefined;
  #isDue = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes sure that the loss of a step is finite.
   *
   * @throws DivergedError
   */
  async assertFinite(flight: StepFlight, values: readonly ReportValues[], epoch: number): Promise<void> {
    const broken = values.findIndex(({ loss }) => !Number.isFinite(loss));
    if (broken < 0) return;
    await this.prove(epoch);
    const batch = Math.min(flight.number, flight.number - flight.batches.length + 1 + broken);
    const what = `the loss is ${values[broken]!.loss}`;
    throw await this.#explain(this.#options.weights.state, flight, { epoch, batch, what });
  }

  /** Makes a step count: its loss was finite, and so were the weights before it. */
  land(flight: StepFlight, values: readonly ReportValues[]): void {
    const { weights } = this.#options;
    this.forget();
    this.#unproven = { state: weights.advance(flight.state), placed: flight };
    this.#isDue = flight.state.step % INTERVAL === 0 || values.some(({ loss }) => Math.abs(loss) > HUGE);
  }

  /**
   * Looks at what the last step left where no later loss may show it.
   *
   * @throws DivergedError
   */
  async proveDue(epoch: number): Promise<void> {
    if (this.#isDue) await this.prove(epoch);
  }

  /**
   * Makes sure that the last step left finite weights, and an optimizer state that is; else goes back to before it.
   *
   * @throws DivergedError
   */
  async prove(epoch: number): Promise<void> {
    if (this.#unproven === undefined) return;
    const { weights } = this.#options;
    const { parameters, buffers, optimizer } = weights.state;
    const areWeightsFinite = await allFinite({ ...parameters, ...buffers });
    if (areWeightsFinite && (await allFinite(optimizer))) {
      this.forget();
      return;
    }
    const { state, placed } = this.#unproven;
    const what = areWeightsFinite
      ? 'the step made an optimizer state that is not finite'
      : 'the step made weights that are not finite';
    const error = await this.#explain(state, placed, { epoch, batch: placed.number, what });
    disposeState(weights.advance(state));
    disposeBatches(placed);
    this.#unproven = undefined;
    throw error;
  }

  forget(): void {
    if (this.#unproven === undefined) return;
    disposeState(this.#unproven.state);
    disposeBatches(this.#unproven.placed);
    this.#unproven = undefined;
  }

  async #explain(
    state: TrainState,
    placed: Placed,
    { epoch, batch, what }: { readonly epoch: number; readonly batch: number; readonly what: string },
  ): Promise<DivergedError> {
    const { weights, inputOf, replicas, ...rest } = this.#options;
    const input = inputOf(state);
    const parts = partsOf(placed).filter((_, i) => placed.batches[i]!.size > 0);
    const found = await findBrokenTensor({ ...rest, model: weights.model, state, parts, input });
    const elsewhere = replicas === undefined ? 'a weight that a callback put into the model' : 'in another process';
    const isOld = Object.keys(state.optimizer).some((name) => found?.name === `the optimizer's \`${name}\``);
    return new DivergedError({
      epoch,
      batch,
      step: state.step + 1,
      what: isOld ? 'an earlier step made an optimizer state that is not finite' : what,
      tensor: found?.name ?? elsewhere,
      advice: found?.reason ?? 'Lower the learning rate, clip the gradients, or look at the data',
    });
  }
}

/** A batch of the validation set whose loss is not finite. */
export function divergedInValidation({
  epoch,
  batch,
  loss,
  reason = 'Look at the samples of this batch',
}: {
  readonly epoch: number;
  readonly batch: number;
  readonly loss: number;
  readonly reason: string | undefined;
}): DivergedError {
  return new DivergedError({
    epoch,
    batch,
    step: undefined,
    what: `the loss is ${loss}`,
    tensor: 'in this batch',
    advice: reason,
  });
}
