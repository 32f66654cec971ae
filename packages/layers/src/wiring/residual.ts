import {
  type AnyBlueprint,
  type AnyRank,
  type AnyRankParts,
  type Blueprint,
  checkBlueprint,
  defineAnyRank,
  defineLayer,
  formatSpec,
  type LayerParts,
  type Module,
  type RunOutput,
  ShapeError,
  TensorSpec,
  tensorInput,
  within,
} from '@neurite/core';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';
import { assertMeet, meet } from '../internal/meet.js';

const PLACE = 'inner of residual';

/** The module of `residual`. */
export class Residual<T extends Tensor = Tensor> extends Container<T, T> {
  readonly inner: Module<T, T>;

  /** @param options inner: gives a tensor of the shape that it takes; this module owns it from now on */
  constructor({ inner }: { readonly inner: Module<T, T> }) {
    super();
    this.inner = inner;
  }

  protected override children(): readonly Child[] {
    return [{ path: 'inner', place: PLACE, module: this.inner }];
  }

  protected override pass({ x, mask }: Masked<T>, call: Call): Omit<RunOutput<T>, 'state'> {
    const [inner] = this.children();
    const { outputs, mask: after } = call(inner!, { x, mask });
    assertMeet('residual', { input: x, inner: outputs as T });
    return { outputs: add<T>(x, outputs as T), mask: after };
  }
}

/**
 * Adds a layer's output to its input: `y = x + inner(x)`, so that a deep network begins near the identity and gradients
 * reach its first layers.
 *
 * @param inner gives a tensor of the shape that it takes; where it gives another, use `parallel` with a projection and
 * `sum` instead
 * @returns a blueprint for the inputs of `inner`
 * @throws ShapeError from `outputSpec`, when `inner` gives another shape than it takes
 * @example
 * const block = residual(sequential(layerNorm(), dense(32), gelu(), dense(8)));
 * using model = build(block, { input: [8], seed: 7 }); // parameters inner.layers.0.scale, …
 * const y = model.forward(ones([2, 8]), inference()); // [2, 8]
 * @see He et al., "Deep residual learning for image recognition", 2015
 */
export function residual(inner: AnyRank): AnyRank;
export function residual<T extends Tensor>(inner: Blueprint<T, T>): Blueprint<T, T>;
export function residual(inner: AnyBlueprint): AnyBlueprint {
  checkBlueprint('residual', 'inner', inner);
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => {
      const given = tensorInput('residual', input, { dtype: 'any' });
      const after = within(PLACE, () => inner.outputSpec(given));
      const both = after instanceof TensorSpec ? meet([given, after]) : undefined;
      if (both !== undefined) return both;
      throw new ShapeError({
        where: 'residual',
        argument: 'inner',
        expected: `give what it takes, ${formatSpec(given)}`,
        received: formatSpec(after),
        advice: 'Where the shape changes, use parallel with a projection of the input, and sum',
      });
    },
    describe: (input) => ({ children: { inner: [inner, input] } }),
    build: (input, context) => {
      const built = within(PLACE, () => (inner as Blueprint).build(input, buildBelow(context, 'inner'))); // all kinds are built alike
      return new Residual({ inner: built });
    },
  };
  return 'anyRank' in inner
    ? defineAnyRank('residual', [inner], parts as AnyRankParts<unknown>)
    : defineLayer('residual', [inner], parts);
}
