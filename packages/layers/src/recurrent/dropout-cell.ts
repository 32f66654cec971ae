import {
  type Context,
  checkNumber,
  isTraining,
  type SequenceOptions,
  type SequenceResult,
  type Spec,
  tensorInput,
} from '@neurite/core';
import { clone, mul, type Tensor, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { kept } from '../internal/kept.js';
import { Cell, type CellBlueprint, defineCell, type StepResult } from './cell.js';

/** A cell without a state. */
type NoState = Readonly<Record<string, never>>;

/** The module of `dropoutCell`. */
export class DropoutCell extends Cell<Tensor2D, NoState, Tensor2D> {
  readonly rate: number;

  /** @throws ArgumentError when the rate is not in [0, 1) */
  constructor({ rate }: { readonly rate: number }) {
    super();
    checkNumber('dropoutCell', 'rate', rate, { atLeast: 0, below: 1 });
    this.rate = rate;
  }

  /** @returns nothing */
  override initialState(): NoState {
    return {};
  }

  /** @returns a new tensor of the shape of x, owned by the caller */
  override step(x: Tensor2D, state: NoState, context: Context): StepResult<Tensor2D, NoState> {
    return { output: this.#drop(x, context), state };
  }

  /** All steps at once. */
  override sequence(x: Tensor, { mask: _, state, context }: SequenceOptions<NoState>): SequenceResult<NoState> {
    return { outputs: this.#drop(x as Tensor3D, context), state };
  }

  #drop<T extends Tensor>(x: T, context: Context): T {
    if (!isTraining(this, context) || this.rate === 0) return clone(x);
    return tidy(() => mul(x, kept(x.shape, this.rate, context)) as T); // the shape of x
  }
}

/**
 * Dropout between cells: `stacked(lstmCell(8), dropoutCell(0.2), lstmCell(8))`, as in PyTorch's layers of several cells. Each step
 * draws anew.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns the blueprint of a cell that gives what it takes
 * @throws ArgumentError when the rate is not in [0, 1)
 * @example
 * const network = recurrent(stacked(lstmCell(8), dropoutCell(0.2), lstmCell(8)));
 * using model = build(network, { input: [null, 3], seed: 7 });
 */
export function dropoutCell(rate: number): CellBlueprint<Tensor2D, NoState, Tensor2D> {
  new DropoutCell({ rate }); // so that a wrong rate is an error here, at the call
  return defineCell('dropoutCell', [rate], {
    outputSpec: (input: Spec) => tensorInput('dropoutCell', input, { axes: ['features'] }),
    buildCell: () => new DropoutCell({ rate }),
  });
}
