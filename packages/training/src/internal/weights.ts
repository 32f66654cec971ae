import { type Module, type NamedTensors, parameters, type TrainState } from '@neurite/core';
import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { disposeState, storeState } from '../train-state.js';

/**
 * The weights of a run: the state that steps work on, and the model, which is brought up to date only when somebody
 * looks at it. Owns the state.
 */
export class Weights {
  readonly #model: Module<unknown, Tensor>;
  #state: TrainState;
  /** What the model held after it was last brought up to date. */
  #stored = new Map<string, Tensor>();
  #fresh = false;

  constructor(model: Module<unknown, Tensor>, state: TrainState) {
    this.#model = model;
    this.#state = state;
    this.#remember();
  }

  get state(): TrainState {
    return this.#state;
  }

  /** The model, holding the state. */
  get model(): Module<unknown, Tensor> {
    if (!this.#fresh) {
      storeState(this.#model, this.#state);
      this.#remember();
      this.#fresh = true;
    }
    return this.#model;
  }

  get tensors(): NamedTensors {
    return { ...this.#state.parameters, ...this.#state.buffers };
  }

  /** Moves on. The state that was there is the caller's from now on. */
  advance(next: TrainState): TrainState {
    const before = this.#state;
    this.#state = next;
    this.#fresh = false;
    return before;
  }

  /** Takes over what callbacks put into the model, and says whether they did. */
  adopt(): boolean {
    let adopted = false;
    for (const [path, parameter] of parameters(this.#model)) {
      if (parameter.value === this.#stored.get(path)) continue;
      for (const part of [this.#state.parameters, this.#state.buffers]) {
        if (!(path in part)) continue;
        part[path]!.dispose();
        // The state is ours alone; only to everyone else is it read-only.
        (part as Record<string, Tensor>)[path] = clone(parameter.value);
        adopted = true;
      }
    }
    if (adopted) this.#remember();
    return adopted;
  }

  dispose(): void {
    disposeState(this.#state);
  }

  #remember(): void {
    this.#stored = new Map([...parameters(this.#model)].map(([path, { value }]) => [path, value]));
  }
}
