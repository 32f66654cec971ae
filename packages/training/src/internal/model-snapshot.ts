import { type ModuleTree, type NamedTensors, Parameter, parameters } from '@neurite/core';
import { clone, dispose, type Tensor } from '@tensorflow/tfjs-core';

/** The values of a model at one moment, to run it with whatever becomes of it meanwhile. */
export class ModelSnapshot {
  readonly #values: ReadonlyMap<Parameter, Tensor>;

  /** @param others values that take the place of the model's own, by path; copied */
  constructor(model: ModuleTree, others: NamedTensors = {}) {
    const all = [...parameters(model)];
    this.#values = new Map(all.map(([path, parameter]) => [parameter, clone(others[path] ?? parameter.value)]));
  }

  /** What the model assigns meanwhile is forgotten. */
  run<R>(f: () => R): R {
    const { result, assigned } = Parameter.lend(this.#values, f);
    dispose([...assigned.values()]);
    return result;
  }

  dispose(): void {
    dispose([...this.#values.values()]);
  }
}
