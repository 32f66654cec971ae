import { ArgumentError, type NamedTensors, parameters } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { disposeState } from '../train-state.js';
import { averageState } from './average-state.js';
import { prefixed, unprefixed } from './named-tensors.js';
import type { OwnShare } from './own-share.js';
import type { Replicas } from './replicas.js';
import type { Weights } from './weights.js';

/** What a snapshot has of an optimizer, where it is not what the weights of this process have. */
type Whole = { readonly optimizer?: NamedTensors; readonly aside?: NamedTensors };

/** The state of a run of several processes, where they do not all have the same: each is asked for its part. */
export class SharedState {
  readonly #weights: Weights;
  readonly #replicas: Replicas;
  readonly #share: OwnShare;

  constructor(weights: Weights, { replicas, share }: { readonly replicas: Replicas; readonly share: OwnShare }) {
    this.#weights = weights;
    this.#replicas = replicas;
    this.#share = share;
  }

  get #isPartial(): boolean {
    return this.#replicas.averaging !== undefined || this.#share.isPartial;
  }

  /** Lets processes that step by themselves go on from the mean of all; all of them call it. */
  async average(): Promise<void> {
    const weights = this.#weights;
    if (this.#replicas.isTogether(weights.state.step)) return;
    weights.adopt();
    disposeState(weights.advance(await averageState(this.#replicas, weights.state, parameters(weights.model))));
    weights.invalidate();
  }

  /** Gives the first process what it needs for snapshots, until it needs no more; all call it where one may be taken. */
  async attend(): Promise<void> {
    if (!this.#isPartial) return;
    if (this.#replicas.isFirst) await this.#replicas.wantsSnapshot(false);
    else while (await this.#replicas.wantsSnapshot(false)) await this.#contribute();
  }

  /**
   * What a snapshot needs of all processes, in the first; the caller owns the tensors.
   *
   * @param options.isFailing whether the others may not listen any more
   * @throws ArgumentError where they do not
   */
  async collect({ isFailing }: { readonly isFailing: boolean }): Promise<Whole> {
    if (!this.#isPartial) return {};
    const { isFirst } = this.#replicas;
    if (!isFirst || isFailing) {
      const [problem, advice] = isFirst
        ? ['the run has failed, and other processes have a part of its state', 'Go on from the last checkpoint']
        : ['it was called in another process than the first', 'Give the callback `firstOnly`'];
      throw new ArgumentError({ where: 'run.snapshot', problem, advice });
    }
    await this.#replicas.wantsSnapshot(true);
    return this.#contribute();
  }

  async #contribute(): Promise<Whole> {
    await this.average();
    if (!this.#share.isPartial) return {};
    const { state, aside } = this.#weights;
    const own = { ...prefixed('optimizer/', state.optimizer), ...prefixed('aside/', aside.optimizer) };
    const states = await this.#replicas.gatherTensors(own);
    try {
      if (!this.#replicas.isFirst) return {};
      const whole = (prefix: string): NamedTensors =>
        this.#share.whole(states.map((tensors) => unprefixed(prefix, tensors)));
      return { optimizer: whole('optimizer/'), aside: whole('aside/') };
    } finally {
      for (const tensors of states) dispose(Object.values(tensors));
    }
  }
}
