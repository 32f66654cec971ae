import {
  type AnyBlueprint,
  type Blueprint,
  type BuildContext,
  defineLayer,
  formatSpec,
  type Module,
  type RunOutput,
  resolveOptions,
  ShapeError,
  type Spec,
  TensorSpec,
  tensorInput,
  within,
} from '@neurite/core';
import { add, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { crossAttention } from '../attention/cross-attention.js';
import { multiHeadAttention } from '../attention/multi-head-attention.js';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';
import {
  checkTransformer,
  feedForward,
  normOf,
  type TransformerOptions,
  transformerDefaults,
} from '../internal/feed-forward.js';
import { lastSize } from '../internal/sizes.js';
import { type Growth, growthOf, type Walk } from '../internal/trace.js';
import { dropout } from '../regularization/dropout.js';

/** The options of `transformerDecoderBlock`. */
export type TransformerDecoderBlockOptions = TransformerOptions & {
  /** Whether a token sees none of those after it. Default true. */
  readonly causal?: boolean;
};

/** What a decoder reads. */
export type TransformerDecoderInput = {
  /** [batch, tokens, features] */
  readonly x: Tensor3D;
  /** What the encoder gave, [batch, keys, contextFeatures]. */
  readonly context: Tensor3D;
  /** [batch, keys]: 1 for tokens of the context that count, 0 for padding. Default: all count. */
  readonly contextMask?: Tensor2D;
};

const NAMES = ['selfAttention', 'crossAttention', 'feedForward'] as const;
type Part = (typeof NAMES)[number];

/** What the module of `transformerDecoderBlock` is made of. */
export type TransformerDecoderBlockModuleOptions = {
  /** By their names, and norms by `<name>Norm`; this module owns them from now on. */
  readonly layers: Readonly<Record<string, Module<never, unknown>>>;
  /** Where norms stand. */
  readonly normalization: 'pre' | 'post';
};

/** The module of `transformerDecoderBlock`. */
export class TransformerDecoderBlock extends Container<TransformerDecoderInput, Tensor3D> {
  readonly layers: Readonly<Record<string, Module<never, unknown>>>;
  readonly normalization: 'pre' | 'post';

  constructor({ layers, normalization }: TransformerDecoderBlockModuleOptions) {
    super();
    this.layers = layers;
    this.normalization = normalization;
  }

  override trace(input: Growth, { into }: Walk): Growth {
    const x = growthOf(input, 'x');
    const attended = { query: x, context: growthOf(input, 'context'), mask: growthOf(input, 'contextMask') };
    for (const child of this.children()) into(child, child.path === 'layers.crossAttention' ? attended : x);
    return x;
  }

  protected override children(): readonly Child[] {
    return Object.entries(this.layers).map(([name, module]) => ({
      path: `layers.${name}`,
      place: `${name} of transformerDecoderBlock`,
      module,
    }));
  }

  protected override pass(
    { x: { x, context, contextMask }, mask }: Masked<TransformerDecoderInput>,
    call: Call,
  ): Omit<RunOutput<Tensor3D>, 'state'> {
    const children = Object.fromEntries(this.children().map((child) => [child.path.slice('layers.'.length), child]));
    const go = (name: string, input: unknown, own?: Tensor2D): Tensor3D => {
      const child = children[name];
      return child === undefined ? (input as Tensor3D) : (call(child, { x: input, mask: own }).outputs as Tensor3D); // of one shape
    };
    const input = (name: Part, normed: Tensor3D): unknown =>
      name === 'crossAttention' ? { query: normed, context, ...(contextMask && { mask: contextMask }) } : normed;
    const pre = this.normalization === 'pre';
    const outputs = NAMES.reduce((at, name) => {
      const own = name === 'crossAttention' ? undefined : mask;
      const y = go(`${name}Dropout`, go(name, input(name, pre ? go(`${name}Norm`, at, mask) : at), own), mask);
      const summed: Tensor = add(at, y);
      return pre ? (summed as Tensor3D) : go(`${name}Norm`, summed, mask); // the shape of x
    }, x);
    return { outputs, mask };
  }
}

/**
 * A block of a transformer that writes one sequence while it reads another: causal self-attention, attention to the context,
 * and a feed-forward network, each with a residual connection and a norm. With `pre`, `x + part(norm(x))`; with `post`,
 * `norm(x + part(x))`.
 *
 * `run` takes a mask over x, and a state, so that a text is written token by token.
 *
 * @returns a blueprint that takes `{ x: [tokens, features], context: [keys, contextFeatures] }`, and `contextMask: [keys]` with
 * them where it is in the input's spec, to [tokens, features]
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when the input has other fields, or the heads do not divide the features
 * @example
 * using model = build(transformerDecoderBlock({ heads: 2 }), { input: { x: [null, 8], context: [null, 6] }, seed: 7 });
 * const x = { x: ones<Rank.R3>([2, 3, 8]), context: ones<Rank.R3>([2, 5, 6]) };
 * const y = model.forward(x, inference()); // [2, 3, 8]
 * @see Vaswani et al., "Attention is all you need", 2017
 */
export function transformerDecoderBlock(
  options: TransformerDecoderBlockOptions,
): Blueprint<TransformerDecoderInput, Tensor3D> {
  const where = 'transformerDecoderBlock';
  const resolved = resolveOptions(where, options, { ...transformerDefaults(options), causal: true });
  checkTransformer(where, resolved);
  const { heads, causal, keyValueHeads, position, normalization, dropout: rate, useBias } = resolved;
  const self = multiHeadAttention({
    heads,
    causal,
    useBias,
    dropout: rate,
    ...(keyValueHeads !== undefined && { keyValueHeads }),
    ...(position !== undefined && { position }),
  });
  /** The layers by name, each with its input. */
  const layersOf = (input: Spec): Readonly<Record<string, readonly [AnyBlueprint, Spec]>> => {
    const { x, context, contextMask } = fieldsOf(where, input);
    const attended = { query: x, context, ...(contextMask && { mask: contextMask }) };
    const parts: Readonly<Record<Part, readonly [AnyBlueprint, Spec]>> = {
      selfAttention: [self, x],
      crossAttention: [crossAttention({ heads, useBias, dropout: rate }), attended],
      feedForward: [feedForward(lastSize(x), resolved), x],
    };
    return Object.fromEntries(
      NAMES.flatMap((name): (readonly [string, readonly [AnyBlueprint, Spec]])[] => [
        [`${name}Norm`, [normOf(resolved), x]],
        [name, parts[name]],
        ...(rate > 0 ? [[`${name}Dropout`, [dropout(rate), x]] as const] : []),
      ]),
    );
  };
  const placed = <R>(name: string, f: () => R): R => within(`${name} of ${where}`, f);
  return defineLayer<TransformerDecoderInput, Tensor3D>(where, [options], {
    outputSpec: (input) => {
      for (const [name, [layer, own]] of Object.entries(layersOf(input))) placed(name, () => layer.outputSpec(own));
      return fieldsOf(where, input).x;
    },
    describe: (input) => ({
      children: Object.fromEntries(Object.entries(layersOf(input)).map(([name, of]) => [`layers.${name}`, of])),
    }),
    build: (input, context: BuildContext) => {
      const made = Object.entries(layersOf(input)).map(([name, [layer, own]]) => {
        const below = buildBelow(context, 'layers', name);
        return [name, placed(name, () => (layer as Blueprint<never, unknown>).build(own, below))] as const; // all kinds are built alike
      });
      return new TransformerDecoderBlock({ layers: Object.fromEntries(made), normalization });
    },
  });
}

function fieldsOf(where: string, input: Spec) {
  const fields = (input instanceof TensorSpec ? {} : input) as Readonly<Record<string, Spec>>;
  const { x, context, contextMask, ...rest } = fields;
  if (x === undefined || context === undefined || Object.keys(rest).length > 0) {
    const expected = 'be a record with the fields x, context, and contextMask where there is one';
    throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
  }
  const sequence = (name: string, of: Spec): TensorSpec =>
    within(name, () => tensorInput(where, of, { axes: ['tokens', 'features'], known: ['features'] }));
  return {
    x: sequence('x', x),
    context: sequence('context', context),
    contextMask:
      contextMask && within('contextMask', () => tensorInput(where, contextMask, { axes: ['keys'], dtype: 'any' })),
  };
}
