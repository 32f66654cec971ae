import { checkNumber } from '@neurite/core/checks';
import { gammaFamily } from '../internal/gamma-family.js';
import type { Distribution } from './distribution.js';

export type GammaOptions = {
  /** Above 0. */
  readonly shape: number;
  /** Above 0. Default: 1. */
  readonly scale?: number;
};

/**
 * The gamma distribution with shape k and scale θ, of density xᵏ⁻¹ e^(−x/θ) / (Γ(k) θᵏ).
 *
 * @throws ArgumentError when `shape` or `scale` is not a finite number above 0
 * @example
 * console.log(gamma({ shape: 2, scale: 3 }).cdf(6)); // 1 − 3 e⁻² = 0.594
 */
export function gamma({ shape, scale = 1 }: GammaOptions): Distribution {
  checkNumber('gamma', 'shape', shape, { above: 0 });
  checkNumber('gamma', 'scale', scale, { above: 0 });
  return gammaFamily('gamma', { shape, scale });
}
