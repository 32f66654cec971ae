import {
  type AnyBlueprint,
  ArgumentError,
  type Blueprint,
  type Context,
  checkBlueprint,
  childContext,
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

/** The module of `namedSequential`. */
export class NamedSequential<In = Tensor, Out = Tensor> extends Container<In, Out> {
  readonly layers: Readonly<Record<string, Module<never, unknown>>>;

  /**
   * @param options layers: at least one, in the order in which they run; this module owns them from now on
   * @throws ArgumentError when there is no layer, or a name is an integer or holds a dot
   */
  constructor({ layers }: { readonly layers: Readonly<Record<string, Module<never, unknown>>> }) {
    super();
    checkNames(layers);
    this.layers = layers;
  }

  override forward(x: In, context: Context): Out {
    return memoryScope('namedSequential', () => {
      const children = this.children();
      let value: unknown = x;
      for (let i = 0; i < children.length; i++) {
        const { path, place, module } = children[i]!;
        const before = value;
        value = within(place, () => {
          const both = forwardTogether(module, children[i + 1]?.module, before);
          if (both === undefined) return module.forward(before as never, childContext(context, path));
          i++;
          return both;
        });
        // Freed as it goes, so that a deep network holds two activations and not all of them.
        if (before !== x) release(before, [x, value]);
      }
      return value as Out; // as its specs were checked
    });
  }

  protected override children(): readonly Child[] {
    return Object.entries(this.layers).map(([name, module]) => ({
      path: `layers.${name}`,
      place: placeOf(name),
      module,
    }));
  }

  protected override pass(input: Masked<In>, call: Call): Omit<RunOutput<Out>, 'state'> {
    let at: Masked<unknown> = input;
    for (const child of this.children()) {
      const { outputs, mask } = call(child, at);
      if (at.x !== input.x) release(at.x, [input, outputs, mask]);
      at = { x: outputs, mask };
    }
    return { outputs: at.x as Out, mask: at.mask }; // as above
  }
}

/**
 * `sequential` with a name for each layer: its parameters are `layers.<name>.…`, whatever stands before it, so that weights
 * still fit when a layer is added.
 *
 * Names have no order in types: sizes and ranks are checked by `outputSpec`, before anything is allocated, not by the
 * compiler. Say what goes in and out with its type arguments.
 *
 * @param layers blueprints by name, at least one, in the order in which they run
 * @returns a blueprint that takes what the first layer takes and gives what the last one gives
 * @throws ArgumentError when there is no layer, or a name is an integer, which JavaScript would move to the front, or holds
 * a dot
 * @throws ShapeError, DtypeError from `outputSpec`, when the layers do not fit together
 * @example
 * const network = namedSequential<Tensor4D, Tensor2D>({ stem: conv2d(4, 3), act: relu(), pool: flatten(), head: dense(10) });
 * using model = build(network, { input: [8, 8, 1], seed: 7 }); // layers.stem.kernel, …, layers.head.bias
 */
export function namedSequential<In = Tensor, Out = Tensor>(
  layers: Readonly<Record<string, AnyBlueprint>>,
): Blueprint<In, Out> {
  checkNames(layers);
  for (const [name, layer] of Object.entries(layers)) checkBlueprint('namedSequential', `layers.${name}`, layer);
  /** The input of each layer. */
  const specsOf = (input: Spec): { readonly inputs: Readonly<Record<string, Spec>>; readonly output: Spec } => {
    const inputs: Record<string, Spec> = {};
    let at = input;
    for (const [name, layer] of Object.entries(layers)) {
      inputs[name] = at;
      at = within(placeOf(name), () => layer.outputSpec(at));
    }
    return { inputs, output: at };
  };
  const parts: LayerParts<In, Out> = {
    outputSpec: (input) => specsOf(input).output,
    describe: (input) => {
      const { inputs } = specsOf(input);
      const children = Object.entries(layers).map(
        ([name, layer]) => [`layers.${name}`, [layer, inputs[name]!]] as const,
      );
      return { children: Object.fromEntries(children) };
    },
    build: (input, context) => {
      // All specs first: an error in the last layer must not leave the weights of the others behind.
      const { inputs } = specsOf(input);
      const made = Object.entries(layers).map(([name, layer]) => {
        const below = buildBelow(context, 'layers', name);
        return [name, within(placeOf(name), () => (layer as Blueprint<never, unknown>).build(inputs[name]!, below))]; // all kinds are built alike
      });
      return new NamedSequential<In, Out>({ layers: Object.fromEntries(made) });
    },
  };
  return defineLayer('namedSequential', [layers], parts);
}

function placeOf(name: string): string {
  return `layer ${name} of namedSequential`;
}

function checkNames(layers: object): void {
  const names = Object.keys(layers ?? {});
  const wrong = names.find((name) => /^\d+$|\./.test(name));
  if (names.length > 0 && wrong === undefined) return;
  throw new ArgumentError({
    where: 'namedSequential',
    argument: 'layers',
    expected: 'have at least one layer, by names that are no integers and hold no dots',
    received: wrong === undefined ? 'none' : `'${wrong}'`,
  });
}
