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
  add,
  concat,
  expandDims,
  matMul,
  mul,
  type Rank,
  reshape,
  sigmoid,
  split,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { cellDefaults, cellParts, GatedCell } from '../internal/gated-cell.js';
import { withLastState } from '../internal/last-step.js';
import { lastSize } from '../internal/sizes.js';
import { type CellBlueprint, defineCell, type StepResult } from './cell.js';
import type { CellOptions, RecurrentSizes } from './recurrent-options.js';

/** The options of `gruCell`. */
export type GruCellOptions = CellOptions & {
  /**
   * Whether the reset gate is applied after the product with the state, as in PyTorch, or before it, as in the paper; then
   * there is no `recurrentBias`, and no kernel for all steps at once. Default true.
   */
  readonly resetAfter?: boolean;
};

/** The module of `gruCell`, with the gates r, z, n side by side; its state is h, [batch, units]. */
export class GruCell extends GatedCell<Tensor2D> {
  /** What is added to n inside the product with r, [units]. */
  readonly recurrentBias: Parameter<Tensor1D> | undefined;
  readonly resetAfter: boolean;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: GruCellOptions & RecurrentSizes) {
    const { resetAfter, ...weights } = resolveOptions('gruCell', options, { ...cellDefaults(), resetAfter: true });
    super({ where: 'gruCell', gates: ['r', 'z', 'n'], features, units, random, ...weights });
    this.resetAfter = resetAfter;
    this.recurrentBias =
      weights.useBias && resetAfter
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
    if (!this.resetAfter) return this.#resetBefore(x, state);
    const output: Tensor2D = tidy(() =>
      reshape(fusedGruSequence(this.#inputs(expandDims(x, 1), state)), [x.shape[0], this.units]),
    );
    return { output, state: output };
  }

  #resetBefore(x: Tensor2D, state: Tensor2D): StepResult<Tensor2D, Tensor2D> {
    const { units } = this;
    const output: Tensor2D = tidy(() => {
      const [forGates, forCandidate] = split(this.recurrentKernel.value, [2 * units, units], 1) as [Tensor2D, Tensor2D]; // both
      const [gates, candidate] = split(x, [2 * units, units], 1) as [Tensor2D, Tensor2D]; // both
      const [r, z] = split(sigmoid(add(gates, matMul(state, forGates))), 2, 1) as [Tensor2D, Tensor2D]; // both
      const n = tanh(add(candidate, matMul(mul<Tensor2D>(r, state), forCandidate)));
      return add(n, mul(z, sub(state, n)));
    });
    return { output, state: output };
  }

  /** All steps in one kernel, where the reset gate comes after the product. */
  override sequence(x: Tensor, { state, mask }: SequenceOptions<Tensor2D>): SequenceResult<Tensor2D> | undefined {
    if (!this.resetAfter) return undefined;
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
  const { useBias, resetAfter } = resolveOptions('gruCell', options, { ...cellDefaults(), resetAfter: true });
  const more = { recurrentBias: useBias && resetAfter ? [units] : undefined };
  return defineCell('gruCell', [units, options], {
    ...cellParts('gruCell', { units, gates: 3, useBias, more }),
    buildCell: (input, { random }) => new GruCell({ features: lastSize(input), units, random, ...options }),
  });
}
