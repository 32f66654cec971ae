import { ArgumentError, type NamedTensors, type Optimizer, type OptimizerInput, type Parallel } from '@neurite/core';
import { clone, div, reshape, slice, stack, sum, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { copies, prefixed, unprefixed } from './named-tensors.js';

/** Before the path of a parameter: what compression has not sent of its gradients. */
const RESIDUAL = 'compression/residual/';

/** The state of an optimizer without what compression keeps, and that, by path. */
export function splitResiduals(state: NamedTensors): { readonly own: NamedTensors; readonly residuals: NamedTensors } {
  const own = Object.entries(state).filter(([name]) => !name.startsWith(RESIDUAL));
  return { own: Object.fromEntries(own), residuals: unprefixed(RESIDUAL, state) };
}

export function joinResiduals(own: NamedTensors, residuals: NamedTensors): NamedTensors {
  return { ...own, ...prefixed(RESIDUAL, residuals) };
}

/** What one process keeps of a state that is not the same in all: an optimizer's tensors for its parameters, and residuals. */
export class OwnShare {
  readonly #parallel: Parallel;
  /** The rank that keeps the state of a parameter; undefined where all keep all. */
  readonly #owners: ReadonlyMap<string, number> | undefined;
  readonly keepsResidual: boolean;

  /** @param sizes of all parameters that may be trained, by path */
  constructor(parallel: Parallel, sizes: ReadonlyMap<string, number>) {
    this.#parallel = parallel;
    this.#owners = parallel.zeroRedundancy ? ownersOf(sizes, parallel.size) : undefined;
    this.keepsResidual = parallel.compression?.keepsResidual ?? false;
  }

  /** Whether each process keeps the state of some parameters alone. */
  get isDivided(): boolean {
    return this.#owners !== undefined;
  }

  /** Whether other processes have what this one has not. */
  get isPartial(): boolean {
    return this.isDivided || this.keepsResidual;
  }

  /** Those of this process, or of another one, by path. */
  of(tensors: NamedTensors, rank: number = this.#parallel.rank): NamedTensors {
    if (this.#owners === undefined) return tensors;
    return Object.fromEntries(Object.entries(tensors).filter(([path]) => this.#owners!.get(path) === rank));
  }

  /**
   * An optimizer whose state is that of this process.
   *
   * @throws ArgumentError when it cannot be divided
   */
  optimizer(optimizer: Optimizer): Optimizer {
    if (this.#owners === undefined && !this.keepsResidual) return optimizer;
    if (this.#owners !== undefined) assertDivisible(optimizer);
    const { name, evaluationParameters, gradientParameters } = optimizer;
    return {
      name,
      init: (parameters) =>
        joinResiduals(optimizer.init(this.of(parameters)), this.keepsResidual ? zerosOf(parameters) : {}),
      // Only to find out what has become infinite: a step does it by parts.
      update: (gradients, input: OptimizerInput) =>
        tidy(() => {
          const { own, residuals } = splitResiduals(input.state);
          const its = { ...input, state: own, parameters: this.of(input.parameters) };
          const { updates, state } = optimizer.update(this.of(gradients), its);
          return {
            updates: { ...zerosOf(input.parameters), ...updates },
            state: joinResiduals(state, copies(residuals)),
          };
        }),
      ...(evaluationParameters && { evaluationParameters: (...at) => optimizer.evaluationParameters!(...at) }),
      ...(gradientParameters && { gradientParameters: (...at) => optimizer.gradientParameters!(...at) }),
    };
  }

  /**
   * The state of all processes as one has it that is alone; residuals one below the other.
   *
   * @param states of all processes, in the order of their ranks
   * @returns tensors that the caller owns
   */
  whole(states: readonly NamedTensors[]): NamedTensors {
    return tidy(() => {
      const whole: Record<string, Tensor> = {};
      for (const state of states.toReversed())
        for (const [name, value] of Object.entries(state)) whole[name] = clone(value);
      for (const name of Object.keys(whole).filter(isResidual))
        whole[name] = stack(states.map((state) => state[name]!));
      return whole;
    });
  }

  /**
   * The part of this process in a whole state.
   *
   * @param first what this process begins with
   * @returns tensors that the caller owns
   */
  part(whole: NamedTensors, first: NamedTensors): NamedTensors {
    const { rank, size } = this.#parallel;
    return tidy(() => {
      const names = Object.keys(whole).filter((name) => !isResidual(name) && (!this.isDivided || name in first));
      const part: Record<string, Tensor> = Object.fromEntries(names.map((name) => [name, clone(whole[name]!)]));
      for (const name of Object.keys(first).filter(isResidual)) {
        const kept = whole[name];
        if (kept === undefined) part[name] = zerosLike(first[name]!);
        // Of as many processes each takes its own; of others they share what there is.
        else if (kept.shape[0] === size) part[name] = reshape(slice(kept, rank, 1), first[name]!.shape);
        else part[name] = div(sum(kept, 0), size);
      }
      return part;
    });
  }
}

function isResidual(name: string): boolean {
  return name.startsWith(RESIDUAL);
}

function zerosOf(parameters: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(parameters).map(([path, value]) => [path, zerosLike(value)]));
}

/** The largest parameters first, each to the process that has the least. */
function ownersOf(sizes: ReadonlyMap<string, number>, count: number): ReadonlyMap<string, number> {
  const loads = Array.from({ length: count }, () => 0);
  const owners = new Map<string, number>();
  for (const [path, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const rank = loads.indexOf(Math.min(...loads));
    owners.set(path, rank);
    loads[rank]! += size;
  }
  return owners;
}

function assertDivisible({ name, evaluationParameters, gradientParameters, isJoint = false }: Optimizer): void {
  const reason =
    (isJoint && 'which moves a parameter by the gradients of others') ||
    (evaluationParameters !== undefined && 'which evaluates with other weights than it trains') ||
    (gradientParameters !== undefined && 'which takes gradients at other weights than it trains');
  if (!reason) return;
  throw new ArgumentError({
    where: 'fit',
    argument: 'optimizer',
    expected: 'move each parameter by itself where `zeroRedundancy` divides its state',
    received: `${name}, ${reason}`,
    advice: 'Take it without `zeroRedundancy`',
  });
}
