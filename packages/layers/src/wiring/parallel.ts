import { type AnyBlueprint, type AnyRankParts, defineAnyRank, defineLayer } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Fan, fanParts } from '../internal/fan.js';
import type { Growth } from '../internal/trace.js';
import type { Branches, Side, SideBySide } from '../internal/wiring.js';

/** The module of `parallel`. */
export class Parallel<In = Tensor, Out = unknown> extends Fan<In, Out> {
  protected override inputOf(x: In): In {
    return x;
  }

  protected override growthFor(input: Growth): Growth {
    return input;
  }
}

/**
 * Layers side by side: each gets the same input, and a record (or list) of their outputs comes out. `concatenate`, `sum`,
 * `multiply` and `average` join it again.
 *
 * @param branches blueprints by name or in a list, at least one
 * @returns a blueprint that takes what each of the branches takes; the parameters are below `branches.<name>`
 * @throws ArgumentError when there is no branch
 * @throws ShapeError, DtypeError from `outputSpec`, when a branch does not take the input
 * @example
 * const heads = sequential(dense(16), relu(), parallel({ digit: dense(10), box: dense(4) }));
 * using model = build(heads, { input: [8], seed: 7 });
 * const { digit, box } = model.forward(ones([2, 8]), inference()); // [2, 10] and [2, 4]
 */
export function parallel<const B extends Branches>(branches: Side<B>): SideBySide<B> {
  const given = branches as Branches; // where the branches fit, `Side<B>` is B
  const parts = fanParts('parallel', given, {
    inputOf: (input) => input,
    build: (modules) => new Parallel({ branches: modules }),
  });
  const made: AnyBlueprint = Object.values(given).every((branch) => 'anyRank' in branch)
    ? defineAnyRank('parallel', [given], parts as AnyRankParts<unknown>)
    : defineLayer('parallel', [given], parts);
  return made as SideBySide<B>; // as its branches are
}
