import { ArgumentError, describeValue, ShapeError } from '@neurite/core';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

/** The attributes of a call, before they are known to be what the kernel takes. */
export type GivenAttributes = Readonly<Record<string, unknown>>;

/**
 * What a kernel takes besides dtypes: checks the shapes of its inputs and its attributes, and throws an error that names
 * the first that is wrong. It runs before anything is allocated, whichever variant is going to compute.
 */
export type Signature = (where: string, inputs: NamedTensorInfoMap, attrs: GivenAttributes) => void;

/** Checks attributes, of inputs whose shapes fit. */
type AttributeCheck<Inputs> = (where: string, attrs: GivenAttributes, inputs: Inputs) => void;

/** One axis: a size that is given, or a multiple of one that is bound to a letter; `_` is any. */
type Axis = { readonly factor: number; readonly letter: string };
type Pattern = {
  readonly input: string;
  readonly optional: boolean;
  /** Another input, of the same shape. */
  readonly same: string | undefined;
  /** Before and after any number of axes; without `rest` these are all. */
  readonly before: readonly Axis[];
  readonly after: readonly Axis[];
  readonly rest: boolean;
  readonly text: string;
};

/**
 * The shapes of inputs, in words: `shapes({ x: 'n ... c', scale: 'c', 'offset?': 'c', dy: '=x' })`.
 *
 * A letter or name is the same size everywhere, `3u` three times that of `u`, which stands before it; `_` is any size, `...`
 * any number of axes, `=x` the shape of x. An input whose name ends in `?` may be absent.
 *
 * @param attributes checks what the shapes do not say
 */
export function shapes<Inputs = NamedTensorInfoMap>(
  inputs: Readonly<Record<string, string>>,
  attributes?: AttributeCheck<Inputs>,
): Signature {
  const patterns = Object.entries(inputs).map(([name, text]) => parse(name, text));
  return (where, given, attrs) => {
    const sizes: Sizes = new Map();
    for (const pattern of patterns) fit(where, pattern, given, sizes);
    attributes?.(where, attrs, given as Inputs);
  };
}

/** At least one tensor, under no name. */
export function tensors(attributes?: AttributeCheck<readonly TensorInfo[]>): Signature {
  return (where, given, attrs) => {
    const list = Object.values(given);
    if (list.length === 0 || list.some((tensor) => !tensor)) {
      throw new ArgumentError({
        where,
        argument: 'inputs',
        expected: 'be tensors, at least one',
        received: list.length === 0 ? 'none' : 'undefined among them',
      });
    }
    attributes?.(where, attrs, list as TensorInfo[]); // checked above
  };
}

type Sizes = Map<string, number>;

function parse(name: string, text: string): Pattern {
  const optional = name.endsWith('?');
  const input = optional ? name.slice(0, -1) : name;
  const axes = text.startsWith('=') ? [] : text.split(' ').filter((word) => word !== '');
  const at = axes.indexOf('...');
  return {
    input,
    optional,
    same: text.startsWith('=') ? text.slice(1) : undefined,
    before: (at < 0 ? axes : axes.slice(0, at)).map(axisOf),
    after: at < 0 ? [] : axes.slice(at + 1).map(axisOf),
    rest: at >= 0,
    text,
  };
}

function axisOf(word: string): Axis {
  const [, digits = '', letter = ''] = /^(\d*)(\w*)$/.exec(word)!;
  return { factor: digits === '' ? 1 : Number(digits), letter };
}

function fit(where: string, pattern: Pattern, inputs: NamedTensorInfoMap, sizes: Sizes): void {
  const { input, optional, same, before, after, rest } = pattern;
  const tensor = inputs[input];
  if (!tensor) {
    if (optional) return;
    throw new ArgumentError({ where, argument: input, expected: 'be a tensor', received: describeValue(tensor) });
  }
  const { shape } = tensor;
  let fits: boolean;
  if (same === undefined) {
    const fixed = before.length + after.length;
    fits = rest ? shape.length >= fixed : shape.length === fixed;
    for (let i = 0; fits && i < before.length; i++) fits = bind(before[i]!, shape[i]!, sizes);
    const skipped = shape.length - after.length;
    for (let i = 0; fits && i < after.length; i++) fits = bind(after[i]!, shape[skipped + i]!, sizes);
  } else {
    const other = inputs[same]!.shape;
    fits = shape.length === other.length;
    for (let i = 0; fits && i < other.length; i++) fits = shape[i] === other[i];
  }
  if (!fits) {
    const expected = same === undefined ? sentenceOf(pattern, sizes) : describeValue(inputs[same]!.shape);
    throw new ShapeError({
      where,
      argument: input,
      expected: `have shape ${expected}${same === undefined ? '' : `, as \`${same}\``}`,
      received: describeValue(shape),
    });
  }
}

function bind({ factor, letter }: Axis, size: number, sizes: Sizes): boolean {
  if (letter === '_') return true;
  if (letter === '') return size === factor;
  const known = sizes.get(letter);
  if (known !== undefined) return size === factor * known;
  sizes.set(letter, size);
  return true;
}

function sentenceOf({ before, after, rest }: Pattern, sizes: Sizes): string {
  const word = ({ factor, letter }: Axis): string => {
    if (letter === '_') return 'any';
    if (letter === '') return String(factor);
    const known = sizes.get(letter);
    return known === undefined ? `${factor === 1 ? '' : factor}${letter}` : String(factor * known);
  };
  return `[${[...before.map(word), ...(rest ? ['...'] : []), ...after.map(word)].join(', ')}]`;
}
