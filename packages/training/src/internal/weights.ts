import {
  ArgumentError,
  DisposedError,
  type ModuleTree,
  type NamedTensors,
  type Optimizer,
  type Parameter,
  type ParameterHolder,
  parameters,
  type TrainState,
} from '@neurite/core';
import { clone, dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { disposeState, initialState } from '../train-state.js';
import { type Aside, changeTrainables, noneAside } from './change-trainables.js';
import { copies } from './named-tensors.js';

/**
 * The weights of a run: the state that steps work on, and the model, whose parameters follow it at each read. Whatever
 * somebody puts into the model, or freezes, becomes part of the state before the next step. Owns the state.
 */
export class Weights implements ParameterHolder {
  readonly model: ModuleTree;
  readonly #optimizer: Optimizer;
  readonly #paths: ReadonlyMap<Parameter, string>;
  /** What could be trained when the run began. */
  readonly #wasTrainable: ReadonlySet<Parameter>;
  /** What has been changed in the model, and is not in the state yet. */
  readonly #changed = new Set<Parameter>();
  #state: TrainState;
  #aside: Aside = noneAside;
  #version = 0;
  #isReleased = false;

  /** @throws ArgumentError when another run trains one of the parameters */
  constructor(model: ModuleTree, optimizer: Optimizer) {
    const all = [...parameters(model)];
    const held = all.find(([, parameter]) => parameter.holder !== undefined);
    if (held !== undefined) {
      throw new ArgumentError({
        where: 'fit',
        argument: 'model',
        expected: 'be trained by one fit at a time',
        received: `a model whose \`${held[0]}\` another one trains`,
        advice: 'Await that one first',
      });
    }
    this.model = model;
    this.#optimizer = optimizer;
    this.#paths = new Map(all.map(([path, parameter]) => [parameter, path]));
    this.#wasTrainable = new Set([...this.#paths.keys()].filter(({ trainable }) => trainable));
    this.#state = initialState(model, optimizer);
    for (const parameter of this.#paths.keys()) parameter.holder = this;
  }

  get state(): TrainState {
    return this.#state;
  }

  get aside(): Aside {
    return this.#aside;
  }

  /** Is another one whenever what a step starts from has been changed. */
  get version(): number {
    return this.#version;
  }

  /** Which parameters have been frozen (false) and unfrozen (true) since the run began, by path. */
  get trainable(): Readonly<Record<string, boolean>> {
    const others = [...this.#paths].filter(([parameter]) => parameter.trainable !== this.#wasTrainable.has(parameter));
    return Object.fromEntries(others.map(([parameter, path]) => [path, parameter.trainable]));
  }

  /** Tells that something else has changed that a step starts from. */
  invalidate(): void {
    this.#version++;
  }

  current(parameter: Parameter): Tensor | undefined {
    if (this.#changed.has(parameter)) return undefined;
    const path = this.#paths.get(parameter)!;
    return this.#state.parameters[path] ?? this.#state.buffers[path];
  }

  changed(parameter: Parameter): void {
    this.#changed.add(parameter);
    this.#version++;
  }

  /** Moves on to the state after a step. The one that was there is the caller's from now on. */
  advance(next: TrainState): TrainState {
    const before = this.#state;
    this.#state = next;
    return before;
  }

  /** Goes on from a state of an earlier run; the one that was there is freed. */
  restore(state: TrainState, aside: Aside): void {
    disposeState(this.advance(state));
    this.#aside = aside;
    this.#changed.clear();
  }

  /**
   * Takes over what somebody has changed in the model.
   *
   * @param optimizer its state from now on, by the same names; owned by the weights. Default: as it is
   * @throws ArgumentError when nothing is left to train
   * @throws DisposedError when the model has been disposed
   */
  adopt(optimizer?: NamedTensors): void {
    if (optimizer !== undefined) {
      dispose(Object.values(this.#state.optimizer));
      this.#state = { ...this.#state, optimizer };
    }
    if (this.#changed.size === 0) return;
    for (const parameter of this.#changed) {
      if (!parameter.isDisposed) continue;
      throw new DisposedError({
        where: 'fit',
        problem: `the parameter \`${this.#paths.get(parameter)}\` was disposed while it was trained`,
        advice: 'Keep the model until fit has ended',
      });
    }
    const before = this.#state;
    const made: Tensor[] = [];
    const valuesOf = (belongs: (parameter: Parameter) => boolean): NamedTensors => {
      const own = [...this.#paths].filter(([parameter]) => belongs(parameter));
      const entries = own.map(([parameter, path]): readonly [string, Tensor] => {
        const kept = before.parameters[path] ?? before.buffers[path];
        if (kept !== undefined && !this.#changed.has(parameter)) return [path, kept];
        made.push(clone(parameter.value));
        return [path, made.at(-1)!];
      });
      return Object.fromEntries(entries);
    };
    const values = { parameters: valuesOf(({ trainable }) => trainable), buffers: valuesOf(({ buffer }) => buffer) };
    try {
      const next = changeTrainables({ state: before, aside: this.#aside }, values, this.#optimizer);
      this.#state = next.state;
      this.#aside = next.aside;
    } catch (error) {
      dispose(made);
      throw error;
    }
    for (const parameter of this.#changed) {
      const path = this.#paths.get(parameter)!;
      dispose([before.parameters[path], before.buffers[path]].filter((value) => value !== undefined));
    }
    this.#changed.clear();
  }

  /** Lets the optimizer begin anew, with the weights as they are. */
  restart(): void {
    this.adopt();
    this.adopt(tidy(() => this.#optimizer.init(this.#state.parameters)));
  }

  /** What the optimizer would rather evaluate with than with the parameters of the state, by path; copies. */
  averages(): NamedTensors {
    if (this.#isReleased) return {};
    const { optimizer, parameters } = this.#state;
    const changed = [...this.#changed].map((parameter) => [this.#paths.get(parameter)!, parameter] as const);
    const news = changed.filter(([path]) => path in parameters).map(([path, { value }]) => [path, value]);
    const now = { ...parameters, ...Object.fromEntries(news) };
    return tidy(() => copies(this.#optimizer.evaluationParameters?.(optimizer, now) ?? {}));
  }

  /** Lets go of the model, which has the weights to evaluate with from now on, and frees the state. */
  release(): void {
    let averages: NamedTensors = {};
    try {
      averages = this.averages();
    } finally {
      this.#isReleased = true;
      const { parameters, buffers } = this.#state;
      for (const parameter of this.#paths.keys()) parameter.holder = undefined;
      for (const [parameter, path] of this.#paths) {
        const value = averages[path] ?? parameters[path] ?? buffers[path];
        if (value === undefined || parameter.isDisposed || this.#changed.has(parameter)) continue;
        parameter.assign(clone(value));
      }
      dispose([...Object.values(averages), ...Object.values(this.#aside.optimizer)]);
      disposeState(this.#state);
    }
  }
}
