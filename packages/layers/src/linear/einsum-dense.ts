import {
  ArgumentError,
  type Blueprint,
  defineLayer,
  describeValue,
  formatShape,
  formatSpec,
  glorotUniform,
  type Initializer,
  Module,
  Parameter,
  type RandomStream,
  resolveOptions,
  ShapeError,
  type Size,
  type Spec,
  spec,
  tensorInput,
  zeros,
} from '@neurite/core';
import { add, einsum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elements, sizesOf, specsOf } from '../internal/sizes.js';

/** The options of `einsumDense`. */
export type EinsumDenseOptions = {
  /** The letters of the output along which there is a bias. Default none: no bias. */
  readonly biasAxes?: string;
  /** Draws the first kernel. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `einsumDense` is made of. */
export type EinsumDenseModuleOptions = EinsumDenseOptions & {
  /** The equation, as `einsumDense` takes it. */
  readonly equation: string;
  /** The size of each letter but that of the batch; null where no parameter needs it. */
  readonly sizes: Readonly<Record<string, Size>>;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

type Letters = { readonly x: string; readonly kernel: string; readonly y: string };

/** The module of `einsumDense`. */
export class EinsumDense<In extends Tensor = Tensor, Out extends Tensor = Tensor> extends Module<In, Out> {
  /** The sizes of its letters. */
  readonly kernel: Parameter;
  /** The sizes of the output from the first letter of `biasAxes` on, 1 for those that are not among them. */
  readonly bias: Parameter | undefined;
  readonly equation: string;
  readonly #sizes: Readonly<Record<string, Size>>;

  /** @throws ArgumentError as `einsumDense` does */
  constructor({ equation, sizes, random, ...options }: EinsumDenseModuleOptions) {
    super();
    const { letters, biasAxes, kernelInitializer, biasInitializer } = resolve(equation, options);
    const shapes = shapesOf(letters, { sizes, biasAxes });
    this.kernel = new Parameter(kernelInitializer(shapes.kernel, random.child('kernel')));
    this.bias = shapes.bias && new Parameter(biasInitializer(shapes.bias, random.child('bias')));
    this.equation = equation;
    this.#sizes = sizes;
  }

  /** Whether axis 1 comes out as it went in: without kernel and bias along it. */
  override get tokenwise(): boolean {
    const { x, kernel, y } = parse(this.equation);
    const biased = this.bias !== undefined && this.bias.shape.length === y.length - 1;
    return x[1] !== undefined && x[1] === y[1] && !kernel.includes(x[1]) && !biased;
  }

  /**
   * @param x a batch with the axes of the equation
   * @returns a new tensor with its axes after the arrow, owned by the caller
   * @throws ShapeError when `x` has other axes
   */
  override forward(x: In): Out {
    const { x: axes } = parse(this.equation);
    const fits = [...axes].every((letter, i) => i === 0 || (this.#sizes[letter] ?? x.shape[i]) === x.shape[i]);
    if (x.shape.length !== axes.length || !fits) {
      const expected = `have shape [batch, ${[...axes]
        .slice(1)
        .map((of) => this.#sizes[of] ?? 'any')
        .join(', ')}]`;
      throw new ShapeError({ where: 'einsumDense', argument: 'x', expected, received: formatShape(x.shape) });
    }
    return tidy(() => {
      const y = einsum(this.equation, x, this.kernel.value);
      return (this.bias === undefined ? y : add(y, this.bias.value)) as Out; // as its equation says
    });
  }
}

/**
 * A dense layer over any axes, as an Einstein sum: `y = einsum(equation, x, kernel) + bias`. `'ab,bc->ac'` is `dense`;
 * `'abc,cde->abde'` projects features to heads, `'abcd,cde->abe'` back.
 *
 * @param equation the letters of x, of the kernel and of the output, `'abc,cd->abd'`: the first of x and of the output is the
 * batch; no letter twice in one of them
 * @param outputShape of one sample; null for a size that is as in the input, one number for an output of one axis
 * @returns a blueprint
 * @throws ArgumentError when the equation is of another form, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other axes, or a size that the kernel needs is null
 * @example
 * const heads = einsumDense('abc,cde->abde', [null, 2, 8], { biasAxes: 'de' });
 * using model = build(heads, { input: [null, 16], seed: 7 });
 * const y = model.forward(ones([1, 5, 16]), inference()); // [1, 5, 2, 8]
 */
export function einsumDense<In extends Tensor = Tensor, Out extends Tensor = Tensor>(
  equation: string,
  outputShape: number | readonly Size[],
  options: EinsumDenseOptions = {},
): Blueprint<In, Out> {
  const { letters, biasAxes } = resolve(equation, options);
  const outputSizes = toSizes(outputShape, letters.y.length - 1, equation);
  const outputOf = (
    input: Spec,
  ): { readonly sizes: Readonly<Record<string, Size>>; readonly output: readonly Size[] } => {
    const given = sizesOf(tensorInput('einsumDense', input));
    const refuse = (expected: string): never => {
      throw new ShapeError({ where: 'einsumDense', argument: 'input', expected, received: formatSpec(input) });
    };
    if (given.length !== letters.x.length - 1) refuse(`have ${letters.x.length - 1} axes, as ${equation} says`);
    const sizes: Record<string, Size> = Object.fromEntries([...letters.x].slice(1).map((of, i) => [of, given[i]!]));
    const output = [...letters.y].slice(1).map((letter, i) => {
      const size = outputSizes[i] ?? sizes[letter] ?? null;
      if (letter in sizes && sizes[letter] !== null && sizes[letter] !== size) refuse(`have ${size} along ${letter}`);
      sizes[letter] = size;
      return size;
    });
    const open = [...letters.kernel, ...biasAxes].find((letter) => (sizes[letter] ?? null) === null);
    if (open !== undefined) refuse(`have a known size along ${open}`);
    return { sizes, output };
  };
  return defineLayer<In, Out>('einsumDense', [equation, outputShape, options], {
    outputSpec: (input) => spec(outputOf(input).output),
    describe: (input) => {
      const { sizes } = outputOf(input);
      const all = new Set([...letters.x, ...letters.kernel].slice(0).filter((letter) => letter !== letters.x[0]));
      return {
        parameters: specsOf(shapesOf(letters, { sizes, biasAxes })),
        multiplyAdds: elements([...all].map((letter) => sizes[letter]!)),
      };
    },
    build: (input, { random }) =>
      new EinsumDense<In, Out>({ equation, sizes: outputOf(input).sizes, random, ...options }),
  });
}

function toSizes(value: number | readonly Size[], count: number, equation: string): readonly Size[] {
  const sizes: unknown = typeof value === 'number' ? [value] : value;
  const isSize = (size: unknown): boolean => size === null || (Number.isSafeInteger(size) && (size as number) >= 1);
  if (Array.isArray(sizes) && sizes.length === count && sizes.every(isSize)) return sizes as readonly Size[]; // as just checked
  throw new ArgumentError({
    where: 'einsumDense',
    argument: 'outputShape',
    expected: `have ${count} size${count === 1 ? '' : 's'}, as ${equation} says, each an integer of at least 1 or null`,
    received: Array.isArray(value) ? `[${value.map(String).join(', ')}]` : describeValue(value),
  });
}

function parse(equation: string): Letters {
  const [, x = '', kernel = '', y = ''] = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/.exec(equation) ?? [];
  return { x, kernel, y };
}

function resolve(equation: string, options: EinsumDenseOptions) {
  const resolved = resolveOptions('einsumDense', options, {
    biasAxes: '',
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  const letters = parse(equation);
  const { x, kernel, y } = letters;
  const { biasAxes } = resolved as { readonly biasAxes: unknown }; // as JavaScript may
  const known = x + kernel;
  const sound =
    x !== '' &&
    x[0] === y[0] &&
    !kernel.includes(x[0]!) &&
    [x, kernel, y].every((of) => new Set(of).size === of.length) &&
    [...y].every((letter) => known.includes(letter));
  const refuse = (argument: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ where: 'einsumDense', argument, expected, received: describeValue(received) });
  };
  if (!sound) refuse('equation', "be of the form 'abc,cd->abd', the batch first", equation);
  if (typeof biasAxes !== 'string' || ![...biasAxes].every((letter) => y.slice(1).includes(letter))) {
    refuse('biasAxes', `be letters of the output ${y} after its first`, biasAxes);
  }
  return { letters, ...resolved };
}

function shapesOf(
  { kernel, y }: Letters,
  { sizes, biasAxes }: { readonly sizes: Readonly<Record<string, Size>>; readonly biasAxes: string },
): { readonly kernel: number[]; readonly bias: number[] | undefined } {
  const first = [...y].findIndex((letter) => biasAxes.includes(letter));
  const size = (letter: string): number => sizes[letter]!; // known, as checked
  return {
    kernel: [...kernel].map(size),
    bias: first < 0 ? undefined : [...y].slice(first).map((letter) => (biasAxes.includes(letter) ? size(letter) : 1)),
  };
}
