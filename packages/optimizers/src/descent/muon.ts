import {
  checkBoolean,
  checkChoice,
  checkFunction,
  checkInteger,
  checkKind,
  checkNumber,
  checkOptions,
  type Optimizer,
} from '@neurite/core';
import {
  abs,
  add,
  div,
  matMul,
  max,
  maximum,
  mul,
  reshape,
  scalar,
  sub,
  type Tensor,
  type Tensor2D,
  transpose,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { adamW } from '../adaptive/adam-w.js';
import { composed } from '../internal/composed.js';
import { decayOf, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { divided } from '../internal/divided.js';
import { learningRateOptions, rateScalar } from '../internal/learning-rate-rule.js';
import { type MomentumOptions, momentumOptions } from '../internal/momentum-rule.js';
import { normOf } from '../internal/norms.js';
import { checkedPerPath, valueAt } from '../internal/per-path.js';

export type MuonOptions = DirectedOptions &
  MomentumOptions & {
    /** How many steps of Newton and Schulz make a direction orthogonal: an integer of at least 1. Default 5. */
    readonly steps?: number;
    /**
     * How the rate depends on the shape. `adamW`: `0.2 √max(in, out)`, which suits the learning rate of AdamW;
     * `original`: `√max(1, out / in)`. Default `adamW`.
     */
    readonly scale?: 'adamW' | 'original';
    /**
     * Which parameters of two axes or more are matrices, by their path; embeddings and the last layer should not be.
     * Default: all.
     */
    readonly matrices?: (path: string) => boolean;
    /** What moves all other parameters. Default: `adamW` with the same learning rate and decay. */
    readonly others?: Optimizer;
  };

/** Of a polynomial whose slope at 0 is steep, so that few steps are enough. */
const [A, B, C] = [3.4445, -4.775, 2.0315];
/** The smallest norm that a direction is divided by. */
const EPSILON = 1e-7;

/**
 * Muon: momentum whose direction is made orthogonal, so that all directions of a matrix are learned equally fast.
 * `m' = μm + (1 − μ)g`, `d = nesterov ? g + μ(m' − g) : m'`, `X = d / ‖d‖`, five times `X' = aX + (bXXᵀ + c(XXᵀ)²)X`,
 * `update = −learningRate · (scale · X + weightDecay · w)`. Kernels [...kernel, in, out] count as matrices with out
 * columns. μ is 0.95 by default, `nesterov` true, the decoupled decay 0.1.
 *
 * The state is `0/momentum/<path>` for each matrix, and that of `others` after `1/`. Composed: products of matrices are no
 * program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = muon({ learningRate: 1e-3, matrices: (path) => !path.startsWith('embedding') });
 * @see Jordan et al. 2024, Muon: An Optimizer for Hidden Layers in Neural Networks; Liu et al. 2025, Muon is Scalable for
 *   LLM Training, for the scale. As in PyTorch, but in float32, not bfloat16
 */
export function muon(options: MuonOptions = {}): Optimizer {
  const where = 'muon';
  const names = [...momentumOptions, 'steps', 'scale', 'matrices', 'others'];
  checkOptions(where, options, [...learningRateOptions, ...names, ...weightDecayOptions]);
  const { learningRate = 1e-3, learningRateMultiplier = 1, weightDecay = 0.1, weightDecayMask } = options;
  const { momentum = 0.95, nesterov = true, steps = 5, scale = 'adamW', matrices = () => true } = options;
  checkNumber(where, 'momentum', momentum, { atLeast: 0, below: 1 });
  checkInteger(where, 'steps', steps, { min: 1 });
  checkChoice(where, 'scale', scale, ['adamW', 'original']);
  checkBoolean(where, 'nesterov', nesterov);
  checkFunction(where, 'matrices', matrices);
  const multiplierAt = checkedPerPath(where, 'learningRateMultiplier', learningRateMultiplier);
  const decayAt = decayOf(where, { weightDecay, weightDecayMask });
  const rate = rateScalar(where, learningRate);
  const common = { learningRate, learningRateMultiplier, weightDecay, ...(weightDecayMask && { weightDecayMask }) };
  const { others = adamW(common) } = options;
  checkKind(where, 'others', others, { be: 'an optimizer', member: 'update' });
  const orthogonal = composed(where, {
    slots: { momentum: zerosLike },
    scalars: { rate },
    step: (entries) =>
      entries.map(({ path, gradient, parameter, slots, scalars }) => {
        const mean = add(mul(slots.momentum, momentum), mul(gradient, 1 - momentum));
        const ahead = nesterov ? add(gradient, mul(sub(mean, gradient), momentum)) : mean;
        const outputs = parameter.shape.at(-1)!;
        const inputs = parameter.size / outputs;
        const length =
          scale === 'adamW' ? 0.2 * Math.sqrt(Math.max(inputs, outputs)) : Math.sqrt(Math.max(1, outputs / inputs));
        const direction = reshape(orthogonalized(reshape(ahead, [inputs, outputs]), steps), parameter.shape);
        const moved = add(mul(direction, length), mul(parameter, decayAt(path)));
        const rate = mul(scalars.rate, -valueAt(multiplierAt, path));
        return { update: mul(moved, rate), slots: { momentum: mean } };
      }),
  });
  const isMatrix = (path: string, { rank }: Tensor): boolean => rank > 1 && matrices(path);
  return divided(where, [orthogonal, others], (path, parameter) => (isMatrix(path, parameter) ? 0 : 1));
}

/** Newton and Schulz, on the side that is shorter. */
function orthogonalized(direction: Tensor2D, steps: number): Tensor2D {
  const [rows, columns] = direction.shape;
  // By its largest element first: the square of a large number would be infinite, and the direction 0.
  const largest = maximum(max(abs(direction)), EPSILON);
  const scaled = div<Tensor2D>(direction, largest);
  let x = div<Tensor2D>(scaled, maximum(normOf(scaled), div(scalar(EPSILON), largest)));
  if (rows > columns) x = transpose(x);
  for (let step = 0; step < steps; step++) {
    const gram = matMul(x, x, false, true);
    const polynomial = add<Tensor2D>(mul(gram, B), mul(matMul(gram, gram), C));
    x = add(mul(x, A), matMul(polynomial, x));
  }
  return rows > columns ? transpose(x) : x;
}
