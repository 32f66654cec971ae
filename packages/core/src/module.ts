import type { Tensor } from '@tensorflow/tfjs-core';
import type { Context } from './context.js';
import type { RunInput, RunOutput, State, StateSize } from './contracts/recurrent.js';
import { ArgumentError } from './errors.js';
import { isRecord } from './internal/is-record.js';
import { layerName } from './origin.js';
import { Parameter } from './parameter.js';

/**
 * Something with parameters that maps an input to an output.
 *
 * A module is a plain object: its fields that are Parameters, Modules, or arrays or records of these form a tree, and
 * `parameters`, `stateDict`, `freeze` and `summary` are functions over that tree. Field names become the paths.
 *
 * @example
 * class Residual extends Module<Tensor4D, Tensor4D> {
 *   readonly inner: Module<Tensor4D, Tensor4D>;
 *   constructor(inner: Module<Tensor4D, Tensor4D>) {
 *     super();
 *     this.inner = inner;
 *   }
 *   override forward(x: Tensor4D, context: Context): Tensor4D {
 *     return add(x, this.inner.forward(x, context));
 *   }
 * }
 */
export abstract class Module<In = Tensor, Out = Tensor> {
  /**
   * @param input a tensor, or whatever this module takes; owned by the caller
   * @returns a new tensor that the caller owns
   */
  abstract forward(input: In, context: Context): Out;

  /**
   * The forward pass with a mask over the steps of a sequence, and the state after an earlier part of it. `forward` is the
   * pass without them.
   *
   * By default a module has no state, and passes a mask on where it is `tokenwise`.
   *
   * @returns new tensors that the caller owns; the mask is the given one, or a new one
   * @throws ArgumentError when there is a mask, and the module does not say how it treats one
   */
  run({ x, mask }: RunInput<In>, context: Context): RunOutput<Out> {
    if (mask !== undefined && !this.tokenwise) {
      throw new ArgumentError({
        where: layerName(this),
        argument: 'mask',
        expected: 'be left out, as this module mixes the steps of a sequence',
        received: 'a mask',
        advice: 'Give it a run of its own, or set tokenwise where it treats each step alone',
      });
    }
    return { outputs: this.forward(x, context), mask, state: {} };
  }

  /** Whether each step of a sequence is treated alone, so that a mask before it is the mask after it. Default false. */
  get tokenwise(): boolean {
    return false;
  }

  /**
   * Whether a sequence can come in parts: `run` of each part, with the state that the part before left, gives outside of
   * training what one pass over the whole gives. Generation refuses a layer of which this is not said. Default: where it is
   * `tokenwise`.
   */
  get continuable(): boolean {
    return this.tokenwise;
  }

  /** @returns the state before the first step, of this many samples; the caller owns its tensors. Default: there is none */
  initialState(_size: StateSize): State {
    return {};
  }

  /** Frees the tensors of every parameter below this module. */
  dispose(): void {
    for (const parameter of parameters(this).values()) parameter.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** A module or a parameter with the path that leads to it from the root, e.g. `layers.0.kernel`. */
export type TreeEntry = readonly [path: string, node: Module<never, unknown> | Parameter];

/** A module, or several that are trained together, by name: a generator and its discriminator. */
export type ModuleTree = Module<never, unknown> | { readonly [name: string]: Module<never, unknown> };

/**
 * Every module and parameter below `root`, depth first in the order of the fields. One that is reached twice (tied
 * weights) appears once, under its first path.
 */
export function* walk(root: ModuleTree): Generator<TreeEntry> {
  yield* visit('', root, new Set());
}

function* visit(path: string, value: unknown, seen: Set<object>): Generator<TreeEntry> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (value instanceof Parameter) {
    seen.add(value);
    yield [path, value];
  } else if (value instanceof Module || Array.isArray(value) || isRecord(value)) {
    seen.add(value);
    if (value instanceof Module) yield [path, value];
    for (const [name, child] of Object.entries(value)) {
      yield* visit(path === '' ? name : `${path}.${name}`, child, seen);
    }
  }
}

/**
 * Whether a path is the one that a pattern names, or below it.
 *
 * @param pattern a path, the start of one up to a dot (`layers.0`), or a regular expression
 */
export function matchesPath(path: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? path === pattern || path.startsWith(`${pattern}.`) : path.search(pattern) >= 0;
}

/**
 * The parameters below a module by path, buffers included, in the order of the fields.
 *
 * @throws ArgumentError when two have the same path
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * for (const [path, parameter] of parameters(neuron)) console.log(path, parameter.shape);
 */
export function parameters(root: ModuleTree): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  for (const [path, node] of walk(root)) {
    if (!(node instanceof Parameter)) continue;
    // A record's key may hold a dot; a state dict could not tell the two apart.
    if (found.has(path)) {
      throw new ArgumentError({
        where: 'parameters',
        argument: 'root',
        expected: 'give each parameter a path of its own',
        received: `two of \`${path}\``,
        advice: 'Use no dots in the keys of records',
      });
    }
    found.set(path, node);
  }
  return found;
}
