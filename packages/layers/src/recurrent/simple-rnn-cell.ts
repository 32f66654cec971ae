import {
  checkChoice,
  checkInteger,
  resolveOptions,
  type SequenceOptions,
  type SequenceResult,
  type StateSize,
} from '@neurite/core';
import { fusedMaskedSimpleRnnSequence, fusedSimpleRnnSequence } from '@neurite/ops';
import { expandDims, reshape, type Tensor, type Tensor2D, tidy, zeros } from '@tensorflow/tfjs-core';
import { cellDefaults, cellParts, GatedCell } from '../internal/gated-cell.js';
import { withLastState } from '../internal/last-step.js';
import { lastSize } from '../internal/sizes.js';
import { type CellBlueprint, defineCell, type StepResult } from './cell.js';
import type { CellOptions, RecurrentSizes } from './recurrent-options.js';

/** The options of `simpleRnnCell`. */
export type SimpleRnnCellOptions = CellOptions & {
  /** What is applied to the sum in each step. Default `tanh`. */
  readonly activation?: 'tanh' | 'relu';
};

/** The module of `simpleRnnCell`; its state is h, [batch, units]. */
export class SimpleRnnCell extends GatedCell<Tensor2D> {
  readonly activation: 'tanh' | 'relu';

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown or out of its range */
  constructor({ features, units, random, ...options }: SimpleRnnCellOptions & RecurrentSizes) {
    const { activation, ...weights } = resolve(options);
    super({ where: 'simpleRnnCell', gates: ['h'], features, units, random, ...weights });
    this.activation = activation;
  }

  /** @returns zeros, owned by the caller */
  override initialState({ batch }: StateSize): Tensor2D {
    return zeros([batch, this.units]);
  }

  /**
   * @param x x · kernel + bias of one step, [batch, units]
   * @returns h for output and state; owned by the caller
   */
  override step(x: Tensor2D, state: Tensor2D): StepResult<Tensor2D, Tensor2D> {
    const { activation, units } = this;
    const output: Tensor2D = tidy(() => {
      const inputs = { x: expandDims(x, 1), recurrentKernel: this.recurrentKernel.value, initialState: state };
      return reshape(fusedSimpleRnnSequence(inputs, { activation }), [x.shape[0], units]);
    });
    return { output, state: output };
  }

  /** All steps in one kernel. */
  override sequence(x: Tensor, { state, mask }: SequenceOptions<Tensor2D>): SequenceResult<Tensor2D> {
    const { activation } = this;
    const inputs = { x, recurrentKernel: this.recurrentKernel.value, initialState: state };
    if (mask === undefined) return withLastState(fusedSimpleRnnSequence(inputs, { activation }));
    const { outputs, finalState } = fusedMaskedSimpleRnnSequence({ ...inputs, mask }, { activation });
    return { outputs, state: finalState };
  }
}

/**
 * The cell of `simpleRnn`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param units the number of features of the state: an integer of at least 1
 * @returns the blueprint of a cell that takes [features] to [units]
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown or out of its range
 * @example
 * using model = build(recurrent(simpleRnnCell(8)), { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 8]
 */
export function simpleRnnCell(
  units: number,
  options: SimpleRnnCellOptions = {},
): CellBlueprint<Tensor2D, Tensor2D, Tensor2D> {
  checkInteger('simpleRnnCell', 'units', units, { min: 1 });
  const { useBias } = resolve(options);
  return defineCell('simpleRnnCell', [units, options], {
    ...cellParts('simpleRnnCell', { units, gates: 1, useBias }),
    buildCell: (input, { random }) => new SimpleRnnCell({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(options: SimpleRnnCellOptions) {
  const resolved = resolveOptions('simpleRnnCell', options, { ...cellDefaults(), activation: 'tanh' });
  checkChoice('simpleRnnCell', 'activation', resolved.activation, ['tanh', 'relu']);
  return resolved;
}
