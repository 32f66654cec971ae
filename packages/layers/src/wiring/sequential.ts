import {
  type AnyBlueprint,
  type AnyRankParts,
  ArgumentError,
  type Blueprint,
  type BuildContext,
  type Context,
  checkBlueprint,
  childContext,
  defineAnyRank,
  defineLayer,
  type LayerParts,
  type Module,
  memoryScope,
  type RunOutput,
  type Spec,
  within,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { buildBelow, type Call, type Child, Container, type Masked } from '../internal/container.js';
import { forwardTogether } from '../internal/fusion.js';
import { release } from '../internal/release.js';
import type { Chain, InputOf, Wired } from '../internal/wiring.js';

/** The module of `sequential`. */
export class Sequential<In = Tensor, Out = Tensor> extends Container<In, Out> {
  readonly layers: readonly Module<never, unknown>[];

  /**
   * @param options layers: at least one, in the order in which they run; this module owns them from now on
   * @throws ArgumentError when there is no layer
   */
  constructor({ layers }: { readonly layers: readonly Module<never, unknown>[] }) {
    super();
    assertNotEmpty(layers);
    this.layers = layers;
  }

  /**
   * @param x what the first layer takes
   * @returns what the last layer returns: new tensors that the caller owns
   * @throws ShapeError from a layer, with its place: `dense (layer 3 of sequential)`
   */
  override forward(x: In, context: Context): Out {
    const { layers } = this;
    return memoryScope('sequential', () => {
      let value: unknown = x;
      for (let i = 0; i < layers.length; i++) {
        const [before, layer] = [value, layers[i]!];
        value = within(placeOf(i), () => {
          const both = forwardTogether(layer, layers[i + 1], before);
          if (both === undefined) return layer.forward(before as never, childContext(context, pathOf(i)));
          i++;
          return both;
        });
        // Freed as it goes, so that a deep network holds two activations and not all of them.
        if (before !== x) release(before, [x, value]);
      }
      return value as Out; // the wiring was checked by type where it was written down
    });
  }

  protected override children(): readonly Child[] {
    return this.layers.map((module, i) => ({ path: pathOf(i), place: placeOf(i), module }));
  }

  protected override pass(input: Masked<In>, call: Call): Omit<RunOutput<Out>, 'state'> {
    let at: Masked<unknown> = input;
    for (const child of this.children()) {
      const { outputs, mask } = call(child, at);
      if (at.x !== input.x) release(at.x, [input, outputs, mask]);
      at = { x: outputs, mask };
    }
    return { outputs: at.x as Out, mask: at.mask }; // checked by type, as above
  }
}

/**
 * One layer after another: the output of each is the input of the next.
 *
 * The ranks are checked by the compiler: `sequential(conv2d(16, 5), lstm(10))` does not compile, and the error names
 * the layer. The sizes are checked by `outputSpec`, before anything is allocated. Layers count from 0, as in the paths
 * of their parameters (`layers.0.kernel`). What goes from layer to layer may be a record or list, too: see `parallel`.
 *
 * @param layers blueprints, at least one; sequentials too
 * @returns a blueprint that takes what the first layer takes and gives what the last one gives
 * @throws ArgumentError when there is no layer
 * @throws ShapeError, DtypeError from `outputSpec`, when the layers do not fit together
 * @example
 * const network = sequential(conv2d(4, 3), relu(), maxPool2d(2), flatten(), dense(10));
 * using model = build(network, { input: [8, 8, 1], seed: 7 });
 * const y = model.forward(ones([2, 8, 8, 1]), inference()); // [2, 10]
 */
export function sequential<const Layers extends readonly AnyBlueprint[]>(
  ...layers: Layers extends Wired<Layers, InputOf<Layers>> ? Layers : Wired<Layers, InputOf<Layers>>
): Chain<Layers> {
  const chain: readonly AnyBlueprint[] = layers;
  assertNotEmpty(chain);
  chain.forEach((layer, i) => void checkBlueprint('sequential', pathOf(i), layer));
  /** The input of each layer, and last the output. */
  const specsOf = (input: Spec): Spec[] => {
    const specs = [input];
    chain.forEach((layer, i) => void specs.push(within(placeOf(i), () => layer.outputSpec(specs[i]!))));
    return specs;
  };
  const parts: LayerParts<never, unknown> = {
    outputSpec: (input) => specsOf(input).at(-1)!,
    describe: (input) => {
      const specs = specsOf(input);
      return { children: Object.fromEntries(chain.map((layer, i) => [pathOf(i), [layer, specs[i]!]])) };
    },
    build: (input, context: BuildContext) => {
      // All specs first: an error in the last layer must not leave the weights of the others behind.
      const specs = specsOf(input);
      const make = (layer: AnyBlueprint, i: number): Module<never, unknown> =>
        within(placeOf(i), () =>
          (layer as Blueprint<never, unknown>).build(specs[i]!, buildBelow(context, 'layers', String(i))),
        ); // all kinds are built alike
      return new Sequential({ layers: chain.map(make) }) as Module<never, unknown>;
    },
  };
  const anyRank = chain.every((layer) => 'anyRank' in layer || 'joins' in layer) && 'anyRank' in chain[0]!;
  const made = anyRank
    ? defineAnyRank('sequential', layers, parts as AnyRankParts<unknown>)
    : defineLayer('sequential', layers, parts);
  return made as AnyBlueprint as Chain<Layers>; // as its layers are
}

function pathOf(index: number): string {
  return `layers.${index}`;
}

function placeOf(index: number): string {
  return `layer ${index} of sequential`;
}

function assertNotEmpty(layers: readonly unknown[]): void {
  if (layers.length === 0) {
    throw new ArgumentError({
      where: 'sequential',
      argument: 'layers',
      expected: 'have at least one layer',
      received: 'none',
    });
  }
}
