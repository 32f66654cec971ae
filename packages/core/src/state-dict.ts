import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { checkOptions } from './checks.js';
import { ArgumentError, DisposedError, ShapeError } from './errors.js';
import { type ModuleTree, parameters } from './module.js';
import type { Parameter } from './parameter.js';
import { formatShape, sameShape } from './shape.js';

/** Tensors by name: parameters by path, gradients, optimizer state. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/**
 * The values of a module's parameters and buffers by path.
 *
 * @returns the module's own tensors: do not dispose them, and do not keep them across a training step
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const { weights, bias } = stateDict(neuron);
 */
export function stateDict(module: ModuleTree): NamedTensors {
  return Object.fromEntries([...parameters(module)].map(([path, parameter]) => [path, parameter.value]));
}

/** What `loadState` does with a state that is not exactly the module's. */
export type LoadStateOptions = {
  /** Whether paths that are missing, unknown, or of another shape or dtype are left alone. Default false: an error. */
  readonly partial?: boolean;
  /** What names begin with that are the module's, e.g. `encoder.`; it is left off, and other names are ignored. */
  readonly prefix?: string;
  /**
   * Paths of the module for names of the state, after `prefix` is left off: a function, or a record whose keys are names or
   * their first parts, as in `{ backbone: 'layers.0' }` for `backbone.kernel`. Default: names are paths.
   */
  readonly rename?: Readonly<Record<string, string>> | ((name: string) => string);
};

/** What `loadState` has done, in paths of the module. */
export type LoadStateReport = {
  readonly loaded: readonly string[];
  /** Paths of the module for which there was nothing. */
  readonly missing: readonly string[];
  /** Paths in the state that the module does not have. */
  readonly unknown: readonly string[];
  /** Paths whose shape or dtype differs. */
  readonly different: readonly string[];
};

/**
 * Copies values into a module's parameters. All is checked before anything is changed.
 *
 * @param state one tensor for each path of the module, owned by the caller
 * @param options.partial loads what fits and leaves the rest. Default false
 * @param options.prefix, options.rename how names become paths. Default: they are paths
 * @returns which paths were loaded, and which were not
 * @throws ArgumentError when a path is missing or unknown, two names become one path, or nothing fits
 * @throws ShapeError when shapes or dtypes alone differ
 * @throws DisposedError when a value has been disposed
 * @example
 * using teacher = new Neuron({ inputs: 2, weights: [1, 2] });
 * using student = new Neuron({ inputs: 2 });
 * loadState(student, stateDict(teacher));
 * const { loaded } = loadState(student, { 'old.weights': tensor1d([3, 4]) }, { partial: true, prefix: 'old.' });
 * // ['weights']
 */
export function loadState(module: ModuleTree, state: NamedTensors, options: LoadStateOptions = {}): LoadStateReport {
  checkOptions('loadState', options, ['partial', 'prefix', 'rename']);
  const own = parameters(module);
  const given = byPath(state, options);
  const fits = ({ shape, value }: Parameter, tensor: Tensor): boolean =>
    sameShape(shape, tensor.shape) && value.dtype === tensor.dtype;
  const shared = [...own].filter(([path]) => given.has(path));
  const [loaded, different] = [true, false].map((fit) =>
    shared.filter(([path, parameter]) => fits(parameter, given.get(path)!) === fit).map(([path]) => path),
  ) as [string[], string[]]; // one list for each of the two
  const missing = [...own.keys()].filter((path) => !given.has(path));
  const unknown = [...given.keys()].filter((path) => !own.has(path));
  const report = { loaded, missing, unknown, different };
  const isWhole = missing.length + unknown.length + different.length === 0;
  if (!isWhole && (options.partial !== true || loaded.length === 0)) throw mismatch(own, given, report);
  const disposed = loaded.filter((path) => given.get(path)!.isDisposed);
  if (disposed.length > 0) {
    throw new DisposedError({
      where: 'loadState',
      problem: `the tensor for ${list(disposed.map((path) => `\`${path}\``))} had been disposed before`,
    });
  }
  for (const path of loaded) own.get(path)!.assign(clone(given.get(path)!));
  return report;
}

/** The tensors of a state by paths of the module. */
function byPath(state: NamedTensors, { prefix = '', rename = {} }: LoadStateOptions): ReadonlyMap<string, Tensor> {
  const given = new Map<string, Tensor>();
  for (const [name, tensor] of Object.entries(state)) {
    if (!name.startsWith(prefix)) continue;
    const short = name.slice(prefix.length);
    const path = typeof rename === 'function' ? rename(short) : renamed(short, rename);
    if (given.has(path)) {
      const expected = 'give each path one name';
      throw new ArgumentError({ where: 'loadState', argument: 'rename', expected, received: `two for \`${path}\`` });
    }
    given.set(path, tensor);
  }
  return given;
}

/** By the longest of the keys that are the name or its first parts. */
function renamed(name: string, rename: Readonly<Record<string, string>>): string {
  const parts = name.split('.');
  for (let count = parts.length; count > 0; count--) {
    const to = rename[parts.slice(0, count).join('.')];
    if (to !== undefined) return [to, ...parts.slice(count)].join('.');
  }
  return name;
}

function mismatch(
  own: ReadonlyMap<string, Parameter>,
  given: ReadonlyMap<string, Tensor>,
  { missing, unknown, different }: LoadStateReport,
): ArgumentError | ShapeError {
  const where = 'loadState';
  const advice = 'Build the model with the same hyperparameters as the one that was saved';
  const describe = ({ dtype, shape }: Pick<Tensor, 'dtype' | 'shape'>): string =>
    `${dtype} of shape ${formatShape(shape)}`;
  const of = (path: string): string => describe(own.get(path)!.value);
  const [first] = different;
  if (missing.length + unknown.length === 0 && different.length === 1) {
    const expected = `be ${of(first!)}`;
    return new ShapeError({ where, argument: first!, expected, received: describe(given.get(first!)!), advice });
  }
  const received = [
    ...(missing.length > 0
      ? [`none for ${list(missing.map((path) => `\`${path}\` ${formatShape(own.get(path)!.shape)}`))}`]
      : []),
    ...(unknown.length > 0
      ? [`unknown ${list(unknown.map((path) => `\`${path}\` ${formatShape(given.get(path)!.shape)}`))}`]
      : []),
    ...(different.length > 0
      ? [
          `others in ${list(
            different.map((path) => `\`${path}\`, ${describe(given.get(path)!)} instead of ${of(path)}`),
            '; ',
          )}`,
        ]
      : []),
  ].join(' and ');
  const isShapeAlone = missing.length + unknown.length === 0;
  const expected = isShapeAlone ? 'have the shapes of the module' : 'have exactly the paths of the module';
  const fields = { where, argument: 'state', expected, received, advice };
  return isShapeAlone ? new ShapeError(fields) : new ArgumentError(fields);
}

/** So many are named in an error. */
const SHOWN = 10;

function list(items: readonly string[], separator = ', '): string {
  return items.slice(0, SHOWN).join(separator) + (items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '');
}
