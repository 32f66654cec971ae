import {
  ArgumentError,
  type Blueprint,
  type Context,
  checkValue,
  defineLayer,
  describeValue,
  layerName,
  Module,
  memoryScope,
  resolveOptions,
  type Spec,
  withConfig,
} from '@neurite/core';
import { clone, Tensor } from '@tensorflow/tfjs-core';
import type { Growth, Traced, Walk } from '../internal/trace.js';

/** The options of `lambda`. */
export type LambdaOptions = {
  /** What comes out of which input, without the batch axis. Default: the same as goes in. */
  readonly outputSpec?: (input: Spec) => Spec;
  /** What the layer is called in errors and summaries. Default `lambda`. */
  readonly name?: string;
  /** Whether the function treats each step of a sequence alone, so that a mask goes past it. Default false. */
  readonly tokenwise?: boolean;
};

/** What the module of `lambda` is made of. */
export type LambdaModuleOptions<In, Out> = {
  readonly f: (x: In, context: Context) => Out;
  /** What must come out, without the batch axis. */
  readonly output: Spec;
  /** Default false. */
  readonly tokenwise?: boolean;
};

/** The module of `lambda`. */
export class Lambda<In = Tensor, Out = In> extends Module<In, Out> implements Traced {
  readonly #f: (x: In, context: Context) => Out;
  readonly #output: Spec;
  readonly #tokenwise: boolean;

  constructor({ f, output, tokenwise = false }: LambdaModuleOptions<In, Out>) {
    super();
    this.#f = f;
    this.#output = output;
    this.#tokenwise = tokenwise;
  }

  override get tokenwise(): boolean {
    return this.#tokenwise;
  }

  /** See `Traced`. */
  trace(_input: Growth, { refuse }: Walk): Growth {
    const advice = 'Where its function treats each step alone, write tokenwise: true';
    return this.#tokenwise || refuse('may mix a token with later ones', advice);
  }

  /**
   * @param x what the function takes
   * @returns what the function returns, owned by the caller
   * @throws ShapeError, DtypeError when the function returns something else than was said
   */
  override forward(x: In, context: Context): Out {
    const where = layerName(this);
    return memoryScope(where, () => {
      const y = this.#f(x, context);
      checkValue(where, y, {
        of: this.#output,
        path: 'output',
        advice: 'Say in outputSpec what the function gives',
      });
      return (y instanceof Tensor ? clone(y) : y) as Out; // the function may return its input
    });
  }
}

/**
 * A layer from a function without parameters of its own.
 *
 * @param f gets the input and the context, and returns new tensors; those that it makes on the way are disposed
 * @returns a blueprint. It has a config, for files, where the function has one: see `withConfig`
 * @throws ArgumentError when an option is unknown, or not of its kind
 * @example
 * const square = () => lambda((x: Tensor4D): Tensor4D => mul(x, x), { name: 'square', tokenwise: true });
 * const largest = () => lambda((x: Tensor3D): Tensor2D => max(x, 2), { outputSpec: () => spec([null]) });
 * const network = sequential(conv2d(4, 3), square(), flatten(), dense(1));
 */
export function lambda<In, Out = In>(
  f: (x: In, context: Context) => Out,
  options: LambdaOptions = {},
): Blueprint<In, Out> {
  const { outputSpec, name, tokenwise } = resolveOptions('lambda', options, {
    outputSpec: (input: Spec) => input,
    name: 'lambda',
    tokenwise: false,
  });
  if (typeof name !== 'string' || name === '') {
    const expected = 'be a text that is not empty';
    throw new ArgumentError({ where: 'lambda', argument: 'name', expected, received: describeValue(name) });
  }
  const blueprint = defineLayer<In, Out>(name, [], {
    outputSpec,
    build: (input) => new Lambda({ f, output: outputSpec(input), tokenwise }),
  });
  return withConfig('lambda', [f, options], blueprint); // whatever it is called
}
