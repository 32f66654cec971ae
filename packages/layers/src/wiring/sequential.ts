import { ArgumentError, type Blueprint, type Context, Module, type Shape, within } from '@neurite/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { forwardTogether } from './internal/fusion.js';
import type { InputOf, Layer, OutputOf, Wired } from './internal/wiring.js';

/** The module of `sequential`. */
export class Sequential<In extends Tensor = Tensor, Out extends Tensor = Tensor> extends Module<In, Out> {
  readonly layers: readonly Module[];

  /** @param options layers: at least one, in the order in which they run; this module owns them from now on */
  constructor({ layers }: { readonly layers: readonly Module[] }) {
    super();
    assertNotEmpty(layers);
    this.layers = layers;
  }

  /**
   * @param x what the first layer takes
   * @returns what the last layer returns: a new tensor that the caller owns
   * @throws ShapeError from a layer, with its place: `dense (layer 3 of sequential)`
   */
  override forward(x: In, context: Context): Out {
    return tidy(() => {
      let value: Tensor = x;
      for (let i = 0; i < this.layers.length; i++) {
        const layer = this.layers[i]!;
        const next = within(placeOf(i), () => {
          const both = forwardTogether(layer, this.layers[i + 1], value);
          if (both !== undefined) i++;
          return both ?? layer.forward(value, context);
        });
        // Freed as it goes, so that a deep network holds two activations and not all of them.
        if (value !== x && value !== next) value.dispose();
        value = next;
      }
      return value as Out; // the wiring was checked by type where it was written down
    });
  }
}

/**
 * One layer after another: the output of each is the input of the next.
 *
 * The ranks are checked by the compiler: `sequential(conv2d(16, 5), dense(10))` does not compile, and the error names
 * the layer. The sizes are checked by `outputShape`, before anything is allocated. Layers count from 0, as in the paths
 * of their parameters (`layers.0.kernel`).
 *
 * @param layers blueprints, at least one; sequentials too
 * @returns a blueprint that takes what the first layer takes and gives what the last one gives
 * @throws ArgumentError when there is no layer
 * @throws ShapeError from `outputShape`, when the layers do not fit together
 * @example
 * const network = sequential(conv2d(4, 3), relu(), maxPool2d(2), flatten(), dense(10));
 * using model = build(network, { inputShape: [8, 8, 1], seed: 7 });
 * const y = model.forward(ones([2, 8, 8, 1]), inference()); // shape [2, 10]
 */
export function sequential<const Layers extends readonly Layer[]>(
  ...layers: Layers extends Wired<Layers, InputOf<Layers>> ? Layers : Wired<Layers, InputOf<Layers>>
): Blueprint<InputOf<Layers>, OutputOf<Layers, InputOf<Layers>>> {
  const chain: readonly Layer[] = layers;
  assertNotEmpty(chain);
  /** The input shape of each layer, and last the output shape. */
  const shapes = (inputShape: Shape): Shape[] => {
    const all = [inputShape];
    chain.forEach((layer, i) => void all.push(within(placeOf(i), () => layer.outputShape(all[i]!))));
    return all;
  };
  return {
    name: 'sequential',
    outputShape: (inputShape) => shapes(inputShape).at(-1)!,
    build: (inputShape, random) => {
      // All shapes first: an error in the last layer must not leave the weights of the others behind.
      const all = shapes(inputShape);
      const streams = random.child('layers');
      return new Sequential({
        layers: chain.map((layer, i) => within(placeOf(i), () => layer.build(all[i]!, streams.child(String(i))))),
      });
    },
  };
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
