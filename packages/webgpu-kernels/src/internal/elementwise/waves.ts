import { Cos, Sin } from '@tensorflow/tfjs-core';
import type { Elementwise } from '../../shader.js';

/** A kernel of tfjs's that is replaced. Its input is float32. */
export type ReplacedKernel = { readonly kernelName: string } & Required<Pick<Elementwise, 'steps' | 'formula'>>;

/**
 * sin(x + quarters · π/2), to 4e-7 up to |x| = 65536; beyond, what the shader language makes of it.
 *
 * The functions of the shader languages may be wrong by 2⁻¹¹ between -π and π, and by anything beyond, which moves
 * positions: those of rotary and sinusoidal ones are angles of up to as many radians as there are tokens. So x is reduced to
 * the nearest multiple of π/2 with that number in three parts (Cody and Waite), and the rest goes into the polynomials of
 * Cephes. WebGL's padding becomes 1 under a cosine, as under tfjs's own.
 */
function wave(kernelName: string, builtIn: string, quarters: number): ReplacedKernel {
  return {
    kernelName,
    steps: [
      ['n', 'floor(x * 0.6366197723675814 + 0.5)'],
      ['r', '((x - n * 1.5703125) - n * 4.837512969970703e-4) - n * 7.549789954891882e-8'],
      ['r2', 'r * r'],
      ['odd', 'r + r * r2 * (-1.6666654611e-1 + r2 * (8.3321608736e-3 - r2 * 1.9515295891e-4))'],
      [
        'even',
        '1.0 - 0.5 * r2 + r2 * r2 * (4.166664568298827e-2 + r2 * (-1.388731625493765e-3 + r2 * 2.443315711809948e-5))',
      ],
      ['turned', `n + ${quarters}.0`],
      ['quadrant', 'turned - 4.0 * floor(turned * 0.25)'],
      ['isEven', 'quadrant - 2.0 * floor(quadrant * 0.5)'],
      ['value', '(odd * (1.0 - isEven) + even * isEven) * (1.0 - 2.0 * floor(quadrant * 0.5))'],
    ],
    // Infinity less itself is NaN.
    formula: `nanWith(x - x, whereGreater(abs(x), spread(65536.0), ${builtIn}(x), value))`,
  };
}

export const waves: readonly ReplacedKernel[] = [wave(Sin, 'sin', 0), wave(Cos, 'cos', 1)];
