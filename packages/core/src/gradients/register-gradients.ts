import { registerGradient } from '@tensorflow/tfjs-core';
import { activationGradients } from './activations.js';
import { arithmeticGradients } from './arithmetic.js';
import { comparisonGradients } from './comparisons.js';
import { convolutionGradients } from './convolution.js';
import { dilationGradients } from './dilation.js';
import { einsumGradients } from './einsum.js';
import { imageGradients } from './images.js';
import { indexingGradients } from './indexing.js';
import { joiningGradients } from './joining.js';
import { matMulGradients } from './matmul.js';
import { normalizationGradients } from './normalization.js';
import { poolingGradients } from './pooling.js';
import { reductionGradients } from './reductions.js';
import { scatteringGradients } from './scattering.js';
import { shapeGradients } from './shape.js';
import { unaryGradients } from './unary.js';

let registered = false;

/**
 * Registers the gradient of every kernel, once. Called by `build` and by the first gradient asked for.
 *
 * The project's own operations bring theirs along when they are called.
 */
export function registerGradients(): void {
  if (registered) return;
  const table = [
    ...activationGradients,
    ...arithmeticGradients,
    ...comparisonGradients,
    ...convolutionGradients,
    ...dilationGradients,
    ...einsumGradients,
    ...imageGradients,
    ...indexingGradients,
    ...joiningGradients,
    ...matMulGradients,
    ...normalizationGradients,
    ...poolingGradients,
    ...reductionGradients,
    ...scatteringGradients,
    ...shapeGradients,
    ...unaryGradients,
  ];
  for (const gradient of table) registerGradient(gradient);
  registered = true;
}
