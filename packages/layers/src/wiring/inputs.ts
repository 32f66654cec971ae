import { type Blueprint, defineLayer, formatSpec, ShapeError, type Spec, TensorSpec } from '@neurite/core';
import { Tensor } from '@tensorflow/tfjs-core';
import { Fan, fanParts } from '../internal/fan.js';
import { type Growth, growthOf } from '../internal/trace.js';
import type { Branches, InputOfLayer, OutputOfLayer } from '../internal/wiring.js';

type Fields<X> = Readonly<Record<string, X>>;

/** The module of `inputs`. */
export class Inputs<In = unknown, Out = unknown> extends Fan<In, Out> {
  protected override inputOf(x: In, name: string): unknown {
    const field = x instanceof Tensor ? undefined : (x as Fields<unknown>)[name]; // a list or record by its type
    if (field === undefined)
      refuse('x', Object.keys(this.branches), x instanceof Tensor ? 'one tensor' : `none for \`x.${name}\``);
    return field;
  }

  protected override growthFor(input: Growth, name: string): Growth {
    return growthOf(input, name);
  }
}

/**
 * A layer for each field of a record (or list) of inputs: `inputs({ image: a, words: b })` takes `{ image, words }` and
 * gives a record of what a and b make of them.
 *
 * @param branches blueprints by name or in a list, at least one
 * @returns a blueprint that takes a record with these fields; the parameters are below `branches.<name>`
 * @throws ArgumentError when there is no branch
 * @throws ShapeError, DtypeError from `outputSpec`, when a field is missing, unknown, or does not fit its branch
 * @example
 * const network = sequential(
 *   inputs({ image: sequential(conv2d(4, 3), flatten()), words: sequential(embedding(100, 8), gru(8)) }),
 *   concatenate(),
 *   dense(1),
 * );
 * using model = build(network, { input: { image: [8, 8, 1], words: tokens([null]) }, seed: 7 });
 * const x = { image: ones<Rank.R4>([2, 8, 8, 1]), words: ones<Rank.R2>([2, 5], 'int32') };
 * const y = model.forward(x, inference()); // [2, 1]
 */
export function inputs<const B extends Branches>(
  branches: B,
): Blueprint<
  { readonly [K in keyof B]: InputOfLayer<B[K], Tensor> },
  { readonly [K in keyof B]: OutputOfLayer<B[K], InputOfLayer<B[K], Tensor>> }
> {
  const names = Object.keys(branches ?? {});
  const inputOf = (input: Spec, name: string): Spec => {
    const given = input instanceof TensorSpec ? [] : Object.keys(input);
    if (!names.every((one) => given.includes(one)) || given.length > names.length) {
      refuse('input', names, formatSpec(input));
    }
    return (input as Fields<Spec>)[name]!; // a list or record with this field
  };
  const parts = fanParts('inputs', branches, { inputOf, build: (modules) => new Inputs({ branches: modules }) });
  return defineLayer('inputs', [branches], parts) as ReturnType<typeof inputs<B>>; // as its branches are
}

function refuse(argument: string, names: readonly string[], received: string): never {
  const expected = `be a list or record with the fields ${names.join(', ')}`;
  throw new ShapeError({ where: 'inputs', argument, expected, received });
}
