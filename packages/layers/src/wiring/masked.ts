import {
  type AnyBlueprint,
  type AnyRank,
  ArgumentError,
  type Blueprint,
  type Context,
  checkBlueprint,
  defineLayer,
  formatSpec,
  type Module,
  memoryScope,
  type RunOutput,
  ShapeError,
  type Spec,
  TensorSpec,
  tensorInput,
  within,
} from '@neurite/core';
import { cast, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked as Given } from '../internal/container.js';
import { type Growth, growthOf, type Walk } from '../internal/trace.js';

const PLACE = 'network of masked';

/** What a masked network takes. */
export type MaskedInput<In> = {
  readonly x: In;
  /** [batch, time], of any dtype: 0 where a step is padding, else 1. */
  readonly mask: Tensor2D;
};

/** The module of `masked`. */
export class Masked<In = Tensor, Out = Tensor> extends Container<MaskedInput<In>, Out> {
  readonly network: Module<In, Out>;

  /** @param options network: this module owns it from now on */
  constructor({ network }: { readonly network: Module<In, Out> }) {
    super();
    this.network = network;
  }

  /**
   * @returns what the network gives, owned by the caller
   * @throws ArgumentError when a layer does not say how it treats a mask
   */
  override forward(x: MaskedInput<In>, context: Context): Out {
    return memoryScope('masked', () => this.run({ x }, context).outputs);
  }

  override trace(input: Growth, { into }: Walk): Growth {
    return into(this.children()[0]!, growthOf(input, 'x'));
  }

  protected override children(): readonly Child[] {
    return [{ path: 'network', place: PLACE, module: this.network }];
  }

  protected override pass({ x, mask }: Given<MaskedInput<In>>, call: Call): Omit<RunOutput<Out>, 'state'> {
    if (mask !== undefined) {
      const expected = 'be left out, as it is a part of `x`';
      throw new ArgumentError({ where: 'masked', argument: 'mask', expected, received: 'a mask' });
    }
    const [network] = this.children();
    return call(network!, { x: x.x, mask: cast(x.mask, 'float32') }) as Omit<RunOutput<Out>, 'state'>; // its output
  }
}

/**
 * Gives a network its mask with its input: it takes `{ x, mask }`, as `fit` hands it on, and passes the mask to every
 * layer. Recurrent layers and attention leave out the steps that are 0 in it; a layer that mixes steps and does not know
 * masks refuses it.
 *
 * @param network takes x
 * @returns a blueprint for `{ x, mask }`; the parameters are below `network`
 * @throws ShapeError, DtypeError from `outputSpec`, when the input is no `{ x, mask }`, or the network does not take x
 * @example
 * const network = masked(sequential(embedding(100, 8), bidirectional(lstm(4)), dense(2)));
 * using model = build(network, { input: { x: tokens([null]), mask: [null] }, seed: 7 });
 * const x = tensor2d([[5, 17, 3], [8, 0, 0]], [2, 3], 'int32');
 * const mask = tensor2d([[1, 1, 1], [1, 0, 0]]);
 * const y = model.forward({ x, mask }, inference()); // [2, 2]
 */
export function masked(network: AnyRank): Blueprint<MaskedInput<Tensor>, Tensor>;
export function masked<In, Out>(network: Blueprint<In, Out>): Blueprint<MaskedInput<In>, Out>;
export function masked(network: AnyBlueprint): Blueprint<MaskedInput<never>, unknown> {
  checkBlueprint('masked', 'network', network);
  /** The spec of x. */
  const innerOf = (input: Spec): Spec => {
    const { x, mask, ...rest } = (input instanceof TensorSpec ? {} : input) as Readonly<Record<string, Spec>>;
    if (x === undefined || mask === undefined || Object.keys(rest).length > 0) {
      const expected = 'be a record with the fields x, mask';
      throw new ShapeError({ where: 'masked', argument: 'input', expected, received: formatSpec(input) });
    }
    within('mask', () => tensorInput('masked', mask, { axes: ['time'], dtype: 'any' }));
    return x;
  };
  return defineLayer('masked', [network], {
    outputSpec: (input) => {
      const x = innerOf(input);
      return within(PLACE, () => network.outputSpec(x));
    },
    describe: (input) => ({ children: { network: [network, innerOf(input)] } }),
    build: (input, context) => {
      const made = within(
        PLACE,
        () => (network as Blueprint<never, unknown>).build(innerOf(input), buildBelow(context, 'network')), // all kinds are built alike
      );
      return new Masked({ network: made });
    },
  });
}
