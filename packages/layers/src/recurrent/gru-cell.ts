import {
  checkInteger,
  Parameter,
  resolveOptions,
  type SequenceOptions,
  type SequenceResult,
  type StateSize,
} from '@neurite/core';
import { fusedGruSequence, fusedMaskedGruSequence, type GruSequenceInputs } from '@neurite/ops';
import {
  concat,
  expandDims,
  type Rank,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { cellDefaults, cellParts, GatedCell } from '../internal/gated-cell.js';
import { withLastState } from '../internal/last-step.js';
import { lastSize } from '../internal/sizes.js';
import { type CellBlueprint, defineCell, type StepResult } from './cell.js';
import type { CellOptions, RecurrentSizes } from './recurrent-options.js';

/** The options of `gruCell`. */
export type GruCellOptions = CellOptions;

/** The module of `gruCell`, with the gates r, z, n side by side; its state is h, [batch, units]. */
export class GruCell extends GatedCell<Tensor2D> {
  /** What is added to n inside the product with r, [units]. */
  readonly recurrentBias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: GruCellOptions & RecurrentSizes) {
    const weights = resolveOptions('gruCell', options, cellDefaults());
    super({ where: 'gruCell', gates: ['r', 'z', 'n'], features, units, random, ...weights });
    this.recurrentBias = weights.useBias
      ? new Parameter(weights.biasInitializer([units], random.child('recurrentBias')) as Tensor1D) // of this shape
      : undefined;
  }

  /** @returns zeros, owned by the caller */
  override initialState({ batch }: StateSize): Tensor2D {
    return zeros([batch, this.units]);
  }

  /**
   * @param x x · kernel + bias of one step, [batch, 3 · units]
   * @returns h for output and state; owned by the caller
   */
  override step(x: Tensor2D, state: Tensor2D): StepResult<Tensor2D, Tensor2D> {
    const output: Tensor2D = tidy(() =>
      reshape(fusedGruSequence(this.#inputs(expandDims(x, 1), state)), [x.shape[0], this.units]),
    );
    return { output, state: output };
  }

  /** All steps in one kernel. */
  override sequence(x: Tensor, { state, mask }: SequenceOptions<Tensor2D>): SequenceResult<Tensor2D> {
    const inputs = this.#inputs(x, state);
    if (mask !== undefined) {
      const { outputs, finalState } = fusedMaskedGruSequence({ ...inputs, mask });
      return { outputs, state: finalState };
    }
    return withLastState(fusedGruSequence(inputs));
  }

  #inputs(x: Tensor, initialState: Tensor2D): GruSequenceInputs {
    const { units, recurrentBias: bias } = this;
    const ofGates = zeros<Rank.R1>([2 * units]); // r and z have all of theirs in x
    return {
      x,
      recurrentKernel: this.recurrentKernel.value,
      recurrentBias: concat([ofGates, bias?.value ?? zeros([units])]),
      initialState,
    };
  }
}

/**
 * The cell of `gru`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param units the number of features of the state: an integer of at least 1
 * @returns the blueprint of a cell that takes [features] to [units]
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown
 * @example
 * using model = build(recurrent(gruCell(8), { returnSequences: true }), { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 5, 8]
 */
export function gruCell(units: number, options: GruCellOptions = {}): CellBlueprint<Tensor2D, Tensor2D, Tensor2D> {
  checkInteger('gruCell', 'units', units, { min: 1 });
  const { useBias } = resolveOptions('gruCell', options, cellDefaults());
  return defineCell('gruCell', [units, options], {
    ...cellParts('gruCell', { units, gates: 3, useBias, more: { recurrentBias: useBias ? [units] : undefined } }),
    buildCell: (input, { random }) => new GruCell({ features: lastSize(input), units, random, ...options }),
  });
}
