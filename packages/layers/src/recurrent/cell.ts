import {
  type BuildContext,
  type Config,
  type Context,
  type Description,
  Module,
  memoryScope,
  type RecurrentCell,
  type SequenceOptions,
  type SequenceResult,
  type Spec,
  type State,
  type StateSize,
  setOrigin,
  withConfig,
} from '@neurite/core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { stepOnce } from '../internal/unroll.js';

/** What a cell takes in one step. */
export type StepInput<X, S> = { readonly x: X; readonly state: S };
/** What a cell gives in one step; the output may be one of the state's tensors. */
export type StepResult<Y, S> = { readonly output: Y; readonly state: S };

/**
 * A recurrent cell as a module, so that its parameters are part of the tree: what a cell of your own extends.
 *
 * As a module it does one step: it takes `{ x, state }` and gives `{ output, state }`.
 *
 * @example
 * class Total extends Cell<Tensor2D, Tensor2D> {
 *   override initialState({ batch }: { readonly batch: number }): Tensor2D {
 *     return zeros([batch, 3]);
 *   }
 *   override step(x: Tensor2D, state: Tensor2D) {
 *     const output = add<Tensor2D>(x, state);
 *     return { output, state: output };
 *   }
 * }
 * const total = () => defineCell('total', [], { outputSpec: (input) => input, buildCell: () => new Total() });
 */
export abstract class Cell<X extends Tensor = Tensor2D, S extends State = State, Y extends Tensor = Tensor2D>
  extends Module<StepInput<X, S>, StepResult<Y, S>>
  implements RecurrentCell<X, S, Y>
{
  abstract override initialState(size: StateSize): S;
  abstract step(x: X, state: S, context: Context): StepResult<Y, S>;
  project?(x: Tensor): Tensor;
  sequence?(x: Tensor, options: SequenceOptions<S>): SequenceResult<S> | undefined;

  /** One step; `x` as it comes, and not as `project` leaves it. */
  override forward({ x, state }: StepInput<X, S>, context: Context): StepResult<Y, S> {
    return memoryScope('step', () => stepOnce(this, { x, state }, context));
  }
}

/** Hyperparameters of a cell, without weights. */
export type CellBlueprint<X extends Tensor = Tensor2D, S extends State = State, Y extends Tensor = Tensor2D> = {
  readonly name: string;
  /** See `Blueprint`. */
  readonly config?: Config;
  /** @param input of one step, without batch and time */
  outputSpec(input: Spec): Spec;
  describe?(input: Spec): Description;
  /** Not `build`, as a cell alone is no layer. */
  buildCell(input: Spec, context: BuildContext): Cell<X, S, Y>;
};

/** As `defineLayer`, for a cell. */
export function defineCell<X extends Tensor, S extends State, Y extends Tensor>(
  name: string,
  args: readonly unknown[],
  parts: Omit<CellBlueprint<X, S, Y>, 'name' | 'config'>,
): CellBlueprint<X, S, Y> {
  const blueprint: Omit<CellBlueprint<X, S, Y>, 'config'> = {
    ...parts,
    name,
    buildCell: (input, context) => {
      const cell = parts.buildCell(input, context);
      setOrigin(cell, { blueprint, input });
      return cell;
    },
  };
  return withConfig(name, args, blueprint);
}
