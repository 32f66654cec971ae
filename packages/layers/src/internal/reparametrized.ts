import {
  type AnyBlueprint,
  type AnyRankParts,
  ArgumentError,
  type Blueprint,
  type BuildContext,
  type Context,
  checkBlueprint,
  childContext,
  type Description,
  defineAnyRank,
  defineLayer,
  type LayerParts,
  layerName,
  Module,
  memoryScope,
  Parameter,
  parameters,
  type RandomStream,
  type RunInput,
  type RunOutput,
  type Spec,
  type State,
  type StateSize,
  sizeOf,
  within,
} from '@neurite/core';
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import { buildBelow } from './container.js';
import type { Growth, Traced, Walk } from './trace.js';

/** A kernel below a module: its parameter, and its name where dots of its path are slashes. */
export type Target = { readonly name: string; readonly parameter: Parameter };

/** What modules have in common whose inner module sees other kernels than it holds. */
export abstract class Reparametrized<In, Out> extends Module<In, Out> implements Traced {
  readonly inner: Module<In, Out>;
  readonly #targets: readonly Target[];

  constructor(where: string, inner: Module<In, Out>) {
    super();
    this.inner = inner;
    this.#targets = kernelsOf(where, inner);
  }

  protected get targets(): readonly Target[] {
    return this.#targets;
  }

  /** What the inner module sees in place of one of its kernels, in a scope. */
  protected abstract effective(target: Target, context: Context): Tensor;

  override get tokenwise(): boolean {
    return this.inner.tokenwise;
  }

  override get continuable(): boolean {
    return this.inner.continuable;
  }

  /** See `Traced`. */
  trace(input: Growth, { into }: Walk): Growth {
    return into({ path: 'inner', module: this.inner, sharesState: true }, input);
  }

  /**
   * @param x what the inner module takes
   * @returns what it gives, owned by the caller
   */
  override forward(x: In, context: Context): Out {
    return this.#with(context, (within) => this.inner.forward(x, within));
  }

  override run(input: RunInput<In>, context: Context): RunOutput<Out> {
    return this.#with(context, (within) => this.inner.run(input, within));
  }

  override initialState(size: StateSize): State {
    return this.inner.initialState(size);
  }

  #with<R>(context: Context, f: (context: Context) => R): R {
    const where = layerName(this);
    return memoryScope(where, () => {
      const loans = new Map(this.#targets.map((target) => [target.parameter, this.effective(target, context)]));
      return within(placeOf(where), () => Parameter.lend(loans, () => f(childContext(context, 'inner'))).result);
    });
  }
}

/** A kernel as a matrix whose columns are its outputs. */
export function asMatrix(kernel: Tensor): Tensor {
  const columns = kernel.shape.at(-1)!;
  return reshape(kernel, [kernel.size / columns, columns]);
}

/** What a wrapper adds for each kernel: the shapes of its own parameters by the name of the record. */
export type Added = Readonly<Record<string, (kernel: readonly number[]) => readonly number[]>>;

/** The blueprint of such a wrapper. */
export function reparametrized(
  where: string,
  [inner, ...args]: readonly [AnyBlueprint, ...unknown[]],
  {
    added,
    buffers = [],
    freezes = false,
    build,
  }: {
    readonly added: Added;
    /** Those of the records that are buffers. */
    readonly buffers?: readonly string[];
    /** Whether `build` freezes what is inside. Default false. */
    readonly freezes?: boolean;
    readonly build: (inner: Module<never, unknown>, random: RandomStream) => Module<never, unknown>;
  },
): AnyBlueprint {
  checkBlueprint(where, 'inner', inner);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => within(placeOf(where), () => inner.outputSpec(input)),
    describe: (input) => {
      const kernels = describedKernels(inner, input);
      const own = Object.entries(added).flatMap(([record, shape]) =>
        kernels.map(([name, of]) => [`${record}.${name}`, { shape: shape(of), dtype: 'float32' as const }] as const),
      );
      return {
        parameters: Object.fromEntries(own),
        buffers: own.map(([name]) => name).filter((name) => buffers.some((record) => name.startsWith(`${record}.`))),
        frozen: freezes ? ['inner'] : [],
        children: { inner: [inner, input] },
      };
    },
    build: (input, context: BuildContext) => {
      const module = within(placeOf(where), () => (inner as Blueprint).build(input, buildBelow(context, 'inner'))); // all kinds are built alike
      return build(module as Module<never, unknown>, context.random);
    },
  };
  return 'anyRank' in inner
    ? defineAnyRank(where, [inner, ...args], parts as AnyRankParts<unknown>)
    : defineLayer(where, [inner, ...args], parts);
}

/** The kernels below a module: what ends in `kernel` and is at least a matrix. */
function kernelsOf(where: string, inner: Module<never, unknown>): Target[] {
  const found = [...parameters(inner)].filter(([path, { shape }]) => isKernel(path, shape));
  if (found.length > 0) return found.map(([path, parameter]) => ({ name: nameOf(path), parameter }));
  const received = [...parameters(inner).keys()].join(', ') || 'no parameters';
  throw new ArgumentError({ where, argument: 'inner', expected: 'have a kernel', received });
}

function describedKernels(
  of: AnyBlueprint,
  input: Spec,
  path = '',
): (readonly [name: string, shape: readonly number[]])[] {
  const { parameters: own = {}, children = {} }: Description = of.describe?.(input) ?? {};
  const here = Object.entries(own).map(([name, { shape }]) => [path + name, shape as readonly number[]] as const); // sizes of parameters are known
  const kernels = here.filter(([at, shape]) => isKernel(at, shape)).map(([at, shape]) => [nameOf(at), shape] as const);
  const below = Object.entries(children).flatMap(([name, [child, spec]]) =>
    describedKernels(child, spec, `${path}${name}.`),
  );
  return [...kernels, ...below];
}

function isKernel(path: string, shape: readonly number[]): boolean {
  return /kernel$/i.test(path) && shape.length >= 2 && sizeOf(shape) > 0;
}

/** A path as a key of a record: the dots of paths lead from field to field. */
function nameOf(path: string): string {
  return path.replaceAll('.', '/');
}

function placeOf(where: string): string {
  return `inner of ${where}`;
}
