import {
  checkInteger,
  Parameter,
  resolveOptions,
  type SequenceOptions,
  type SequenceResult,
  type StateSize,
} from '@neurite/core';
import { fusedLstmSequence, fusedMaskedLstmSequence, type LstmSequenceInputs } from '@neurite/ops';
import {
  add,
  concat,
  expandDims,
  fill,
  matMul,
  mul,
  type Rank,
  reshape,
  sigmoid,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { forgetBiasOf } from '../internal/forget-bias.js';
import { cellDefaults, cellParts, GatedCell } from '../internal/gated-cell.js';
import { lastStep } from '../internal/last-step.js';
import { lastSize } from '../internal/sizes.js';
import { type CellBlueprint, defineCell, type StepResult } from './cell.js';
import type { CellOptions, RecurrentSizes } from './recurrent-options.js';

/** The options of `lstmCell`. */
export type LstmCellOptions = CellOptions & {
  /**
   * Added to the first bias of the forget gate, a finite number; without biases it is not to be given. Default 1 as in
   * Keras, so that the cell remembers from the beginning; 0 as in PyTorch.
   */
  readonly forgetBias?: number;
  /** Whether the gates see the cell, too: `peephole`, [3 · units], which begins with zeros. Default false. */
  readonly peephole?: boolean;
};

/** The state of an LSTM: hidden state and cell, [batch, units] each. */
export type LstmState = { readonly h: Tensor2D; readonly c: Tensor2D };

/** The module of `lstmCell`, with the gates i, f, g, o side by side. */
export class LstmCell extends GatedCell<LstmState> {
  /** What the gates i, f, o see of the cell, [3 · units]. */
  readonly peephole: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown or out of its range */
  constructor({ features, units, random, ...options }: LstmCellOptions & RecurrentSizes) {
    const { forgetBias, peephole, ...weights } = resolve(options);
    super({ where: 'lstmCell', gates: ['i', 'f', 'g', 'o'], features, units, random, ...weights });
    const { bias } = this;
    bias?.assign(
      tidy(() => {
        const [zero, two] = [zeros<Rank.R1>([units]), zeros<Rank.R1>([2 * units])];
        return add<Tensor1D>(bias.value, concat([zero, fill<Rank.R1>([units], forgetBias), two]));
      }),
    );
    this.peephole = peephole ? new Parameter(zeros<Rank.R1>([3 * units])) : undefined;
  }

  /** @returns zeros, owned by the caller */
  override initialState({ batch }: StateSize): LstmState {
    return { h: zeros([batch, this.units]), c: zeros([batch, this.units]) };
  }

  /**
   * @param x x · kernel + bias of one step, [batch, 4 · units]
   * @returns h for output, and the state; owned by the caller
   */
  override step(x: Tensor2D, state: LstmState): StepResult<Tensor2D, LstmState> {
    if (this.peephole !== undefined) return this.#peeping(x, state, this.peephole.value);
    return tidy(() => {
      const { outputs, finalCell: c } = fusedLstmSequence(this.#inputs(expandDims(x, 1), state));
      const h: Tensor2D = reshape(outputs, [x.shape[0], this.units]);
      return { output: h, state: { h, c } };
    });
  }

  #peeping(x: Tensor2D, { h, c }: LstmState, peephole: Tensor1D): StepResult<Tensor2D, LstmState> {
    return tidy(() => {
      const [seenByI, seenByF, seenByO] = split(peephole, 3) as [Tensor1D, Tensor1D, Tensor1D]; // each
      const gates = split(add<Tensor2D>(x, matMul(h, this.recurrentKernel.value)), 4, 1);
      const [i, f, g, o] = gates as [Tensor2D, Tensor2D, Tensor2D, Tensor2D]; // each
      const kept = mul(sigmoid(add(f, mul(c, seenByF))), c);
      const next: Tensor2D = add(kept, mul(sigmoid(add(i, mul(c, seenByI))), tanh(g)));
      const output: Tensor2D = mul(sigmoid(add(o, mul(next, seenByO))), tanh(next));
      return { output, state: { h: output, c: next } };
    });
  }

  /** All steps in one kernel, where no gate sees the cell. */
  override sequence(x: Tensor, { state, mask }: SequenceOptions<LstmState>): SequenceResult<LstmState> | undefined {
    if (this.peephole !== undefined) return undefined;
    if (mask !== undefined) {
      const { outputs, finalState: h, finalCell: c } = fusedMaskedLstmSequence({ ...this.#inputs(x, state), mask });
      return { outputs, state: { h, c } };
    }
    const { outputs, finalCell: c } = fusedLstmSequence(this.#inputs(x, state));
    return {
      outputs,
      /** Worked out where it is asked for. */
      get state(): LstmState {
        return { h: lastStep(outputs, undefined) as Tensor2D, c }; // of rank 3, without time
      },
    };
  }

  #inputs(x: Tensor, { h, c }: LstmState): LstmSequenceInputs {
    return { x, recurrentKernel: this.recurrentKernel.value, initialState: h, initialCell: c };
  }
}

/**
 * The cell of `lstm`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param units the number of features of h and c: an integer of at least 1
 * @returns the blueprint of a cell that takes [features] to [units]
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown or out of its range
 * @example
 * using model = build(recurrent(stacked(lstmCell(8), lstmCell(4))), { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 4]
 */
export function lstmCell(units: number, options: LstmCellOptions = {}): CellBlueprint<Tensor2D, LstmState, Tensor2D> {
  checkInteger('lstmCell', 'units', units, { min: 1 });
  const { useBias, peephole } = resolve(options);
  const more = { peephole: peephole ? [3 * units] : undefined };
  return defineCell('lstmCell', [units, options], {
    ...cellParts('lstmCell', { units, gates: 4, useBias, more }),
    buildCell: (input, { random }) => new LstmCell({ features: lastSize(input), units, random, ...options }),
  });
}

function resolve(options: LstmCellOptions) {
  const resolved = resolveOptions('lstmCell', options, { ...cellDefaults(), forgetBias: undefined, peephole: false });
  return { ...resolved, forgetBias: forgetBiasOf('lstmCell', resolved) };
}
