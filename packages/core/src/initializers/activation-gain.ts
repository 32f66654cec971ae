import { checkChoice, checkNumber, resolveOptions } from '../checks.js';

/** An activation by the name of its layer. */
export type GainActivation =
  | 'linear'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'selu'
  | 'elu'
  | 'gelu'
  | 'hardSigmoid'
  | 'hardSwish'
  | 'hardTanh'
  | 'mish'
  | 'relu6'
  | 'silu'
  | 'softplus'
  | 'softsign'
  | 'leakyRelu';

const gains: Readonly<Record<Exclude<GainActivation, 'leakyRelu'>, number>> = {
  // PyTorch's, where it has one.
  linear: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 0.75,
  // 1 / √E[f(z)²] for standard normal z, which keeps the second moment.
  elu: 1.245198,
  gelu: 1.53353,
  hardSigmoid: 1.89784,
  hardSwish: 1.736657,
  hardTanh: 1.392036,
  mish: 1.486848,
  relu6: Math.SQRT2, // to nine digits: 6 is far out
  silu: 1.676532,
  softplus: 1.041867,
  softsign: 2.337533,
};

/** The options of `activationGain`. */
export type ActivationGainOptions = {
  /** The slope of `leakyRelu` for negative inputs: a finite number. Default 0.01, as in PyTorch. */
  readonly negativeSlope?: number;
};

/**
 * By how much the weights before an activation are to be larger, so that what comes out of it is about as large as what
 * goes in.
 *
 * As `calculate_gain` of PyTorch for `linear`, `sigmoid`, `tanh`, `relu`, `leakyRelu` and `selu`, whose values are
 * recommendations; for all others `1 / √E[f(z)²]` of a standard normal z.
 *
 * @returns a number above 0
 * @throws ArgumentError for another activation, a slope that is not finite, and an unknown option
 * @example
 * const recurrent = orthogonal({ gain: activationGain('tanh') });
 * const hidden = varianceScaling({ scale: activationGain('gelu') ** 2 });
 */
export function activationGain(activation: GainActivation, options: ActivationGainOptions = {}): number {
  checkChoice('activationGain', 'activation', activation, [...Object.keys(gains), 'leakyRelu']);
  const { negativeSlope } = resolveOptions('activationGain', options, { negativeSlope: 0.01 });
  checkNumber('activationGain', 'negativeSlope', negativeSlope);
  return activation === 'leakyRelu' ? Math.sqrt(2 / (1 + negativeSlope * negativeSlope)) : gains[activation];
}
