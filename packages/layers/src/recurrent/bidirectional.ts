import {
  type Blueprint,
  checkBlueprint,
  checkChoice,
  defineLayer,
  formatSpec,
  type Module,
  type RunOutput,
  resolveOptions,
  ShapeError,
  type Spec,
  spec,
  TensorSpec,
  tensorInput,
  within,
} from '@neurite/core';
import { add, concat, mul, reverse, type Tensor } from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';
import type { Growth, Walk } from '../internal/trace.js';

/** How the outputs of both directions become one. */
export type BidirectionalMerge = 'concatenate' | 'sum' | 'multiply' | 'average' | 'none';

/** The options of `bidirectional`. */
export type BidirectionalOptions<Merge extends BidirectionalMerge = BidirectionalMerge> = {
  /**
   * How the outputs of both directions become one; `concatenate` joins the last axis, `none` gives a list of both. Default
   * `concatenate`.
   */
  readonly merge?: Merge;
};

/** What comes out of both directions. */
export type BidirectionalOutput<Out, Merge extends BidirectionalMerge> = [Merge] extends ['none']
  ? readonly [forward: Out, backward: Out]
  : Out;

/** What the module of `bidirectional` is made of. */
export type BidirectionalModuleOptions<In, Out> = {
  readonly forwardLayer: Module<In, Out>;
  readonly backwardLayer: Module<In, Out>;
  readonly merge: BidirectionalMerge;
  /** Whether an output comes out of every step, so that those of the backward layer have to be turned round. */
  readonly returnSequences: boolean;
};

const MERGE: { readonly [M in BidirectionalMerge]: (a: Tensor, b: Tensor) => Tensor | readonly Tensor[] } = {
  concatenate: (a, b) => concat([a, b], -1),
  sum: (a, b) => add(a, b),
  multiply: (a, b) => mul(a, b),
  average: (a, b) => mul(add(a, b), 0.5),
  none: (a, b) => [a, b],
};

/** The module of `bidirectional`; its state is `{ forward, backward }`. */
export class Bidirectional<
  In extends Tensor = Tensor,
  Out extends Tensor = Tensor,
  Merge extends BidirectionalMerge = 'concatenate',
> extends Container<In, BidirectionalOutput<Out, Merge>> {
  readonly forwardLayer: Module<In, Out>;
  readonly backwardLayer: Module<In, Out>;
  readonly merge: BidirectionalMerge;
  readonly returnSequences: boolean;

  /** @param options the layers are owned by this module from now on */
  constructor({ forwardLayer, backwardLayer, merge, returnSequences }: BidirectionalModuleOptions<In, Out>) {
    super();
    this.forwardLayer = forwardLayer;
    this.backwardLayer = backwardLayer;
    this.merge = merge;
    this.returnSequences = returnSequences;
  }

  /** False: the first output depends on the last step. */
  override get continuable(): boolean {
    return false;
  }

  override trace(_input: Growth, { refuse }: Walk): never {
    return refuse('reads a sequence from its end, too', 'Use the recurrent layer without bidirectional');
  }

  protected override children(): readonly Child[] {
    return [
      { path: 'forward', place: placeOf('forward'), module: this.forwardLayer },
      { path: 'backward', place: placeOf('backward'), module: this.backwardLayer },
    ];
  }

  protected override pass(
    { x, mask }: Masked<In>,
    call: Call,
  ): Omit<RunOutput<BidirectionalOutput<Out, Merge>>, 'state'> {
    const [forward, backward] = this.children() as [Child, Child]; // both
    const onward = call(forward, { x, mask });
    const back = call(backward, { x: reverse(x, 1), mask: mask && reverse(mask, 1) }).outputs as Tensor; // as Out says
    const turned = this.returnSequences ? reverse(back, 1) : back;
    const outputs = MERGE[this.merge](onward.outputs as Tensor, turned);
    return { outputs: outputs as BidirectionalOutput<Out, Merge>, mask: onward.mask }; // as Out says
  }
}

/**
 * A recurrent layer in both directions of time: one reads from the first step, the other, with weights of its own, from
 * the last; their outputs are merged. A mask counts in both directions: the one that goes back begins with the last step
 * that counts, as PyTorch's does with a packed sequence.
 *
 * @param layer takes [time, …]: `lstm(8)`, `recurrent(…)`
 * @returns a blueprint that takes what the layer takes
 * @throws ArgumentError when `merge` or an option is unknown
 * @throws ShapeError, DtypeError from `outputSpec`, when the layer does not take the input
 * @example
 * const tagger = sequential(bidirectional(lstm(8, { returnSequences: true })), dense(5));
 * using model = build(tagger, { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([2, 6, 3]), inference()); // [2, 6, 5]
 * @see Schuster and Paliwal, "Bidirectional recurrent neural networks", 1997
 */
export function bidirectional<In extends Tensor, Out extends Tensor, Merge extends BidirectionalMerge = 'concatenate'>(
  layer: Blueprint<In, Out>,
  options: BidirectionalOptions<Merge> = {},
): Blueprint<In, BidirectionalOutput<Out, Merge>> {
  checkBlueprint('bidirectional', 'layer', layer);
  const { merge } = resolveOptions('bidirectional', options as BidirectionalOptions, { merge: 'concatenate' });
  checkChoice('bidirectional', 'merge', merge, Object.keys(MERGE));
  /** The spec of the input, and of what one direction gives. */
  const specsOf = (input: Spec): readonly [input: TensorSpec, one: TensorSpec] => {
    const given = tensorInput('bidirectional', input, { dtype: 'any' });
    const one = within(placeOf('forward'), () => layer.outputSpec(given));
    if (one instanceof TensorSpec && (merge !== 'concatenate' || one.shape.length > 0)) return [given, one];
    const expected = 'give one tensor';
    throw new ShapeError({ where: 'bidirectional', argument: 'layer', expected, received: formatSpec(one) });
  };
  return defineLayer<In, BidirectionalOutput<Out, Merge>>('bidirectional', [layer, options], {
    outputSpec: (input) => {
      const [, one] = specsOf(input);
      const { shape, dtype } = one;
      if (merge === 'none') return [one, one];
      if (merge !== 'concatenate') return spec(shape, dtype);
      const features = shape.at(-1)!;
      return spec([...shape.slice(0, -1), features === null ? null : 2 * features], dtype);
    },
    describe: (input) => ({ children: { forwardLayer: [layer, input], backwardLayer: [layer, input] } }),
    build: (input, context) => {
      const [given, one] = specsOf(input);
      const make = (direction: 'forward' | 'backward'): Module<In, Out> =>
        within(placeOf(direction), () => layer.build(input, buildBelow(context, direction)));
      return new Bidirectional<In, Out, Merge>({
        forwardLayer: make('forward'),
        backwardLayer: make('backward'),
        merge,
        returnSequences: one.shape.length === given.shape.length,
      });
    },
  });
}

function placeOf(direction: string): string {
  return `${direction} layer of bidirectional`;
}
