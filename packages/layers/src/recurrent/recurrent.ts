import {
  type Blueprint,
  checkBlueprint,
  defineLayer,
  resolveOptions,
  type State,
  tensorInput,
  within,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { buildBelow } from '../internal/container.js';
import { SEQUENCE_DEFAULTS } from '../internal/gated-layer.js';
import { describeSteps, sequenceOf, stepOf } from '../internal/step-of.js';
import { Unrolled } from '../internal/unrolled.js';
import type { WithTime } from '../internal/wiring.js';
import type { Cell, CellBlueprint } from './cell.js';
import type { RecurrentOptions, RecurrentOutput } from './recurrent-options.js';

const PLACE = 'cell of recurrent';

/** The module of `recurrent`. */
export class Recurrent<
  X extends Tensor = Tensor,
  S extends State = State,
  Y extends Tensor = Tensor,
  Sequences extends boolean = false,
> extends Unrolled<X, S, Y, Sequences> {
  readonly cell: Cell<X, S, Y>;

  /** @param options cell: this module owns it from now on */
  constructor({ cell, ...options }: RecurrentOptions<Sequences> & { readonly cell: Cell<X, S, Y> }) {
    super({ where: 'recurrent', cell, ...options });
    this.cell = cell;
  }
}

/**
 * Runs a cell over time, from the first step to the last: `sₜ, yₜ = cell(xₜ, sₜ₋₁)`, s₀ its initial state.
 *
 * `recurrent(lstmCell(8))` is `lstm(8)`, with its parameters below `cell`. A cell of your own extends `Cell`.
 *
 * @param cell the blueprint of a cell: `lstmCell(8)`, `stacked(…)`, or your own
 * @returns a blueprint that takes [time, …] to what the cell gives in the last step, or to [time, …] with
 * `returnSequences`; the time may be null
 * @throws ArgumentError when an option is unknown
 * @throws ShapeError, DtypeError from `outputSpec`, when there is no time, or the cell does not take a step
 * @example
 * using model = build(recurrent(stacked(lstmCell(8), gruCell(4))), { input: [null, 3], seed: 7 });
 * const { outputs, state } = model.run({ x: ones([2, 5, 3]) }, inference()); // [2, 4], and where to go on
 * const more = model.run({ x: ones([2, 1, 3]), state }, inference());
 */
export function recurrent<X extends Tensor, S extends State, Y extends Tensor, Sequences extends boolean = false>(
  cell: CellBlueprint<X, S, Y>,
  options: RecurrentOptions<Sequences> = {},
): Blueprint<WithTime<X>, RecurrentOutput<Sequences, Y>> {
  checkBlueprint('recurrent', 'cell', cell);
  const { returnSequences } = resolveOptions('recurrent', options as RecurrentOptions, SEQUENCE_DEFAULTS);
  return defineLayer<WithTime<X>, RecurrentOutput<Sequences, Y>>('recurrent', [cell, options], {
    outputSpec: (input) => {
      const step = stepOf('recurrent', input);
      const after = within(PLACE, () => cell.outputSpec(step));
      const output = tensorInput('recurrent', after, { dtype: 'any' });
      return returnSequences ? sequenceOf(output, input) : output;
    },
    describe: (input) => describeSteps(input, 'recurrent', ['cell', cell]),
    build: (input, context) => {
      const step = stepOf('recurrent', input);
      const made = within(PLACE, () => cell.buildCell(step, buildBelow(context, 'cell')));
      return new Recurrent<X, S, Y, Sequences>({ cell: made, ...options });
    },
  });
}
