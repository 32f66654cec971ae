import { type GradConfig, getGradient, registerGradient } from '@tensorflow/tfjs-core';
import { activationGradients } from './activations.js';
import { arithmeticGradients } from './arithmetic.js';
import { comparisonGradients } from './comparisons.js';
import { alsoOfComplex, complexGradients } from './complex.js';
import { convolutionGradients } from './convolution.js';
import { countingGradients } from './counting.js';
import { einsumGradients } from './einsum.js';
import { functionGradients } from './functions.js';
import { imageGradients } from './images.js';
import { indexingGradients } from './indexing.js';
import { joiningGradients } from './joining.js';
import { matMulGradients } from './matmul.js';
import { normalizationGradients } from './normalization.js';
import { poolingGradients } from './pooling.js';
import { reductionGradients } from './reductions.js';
import { samplingGradients } from './sampling.js';
import { scatteringGradients } from './scattering.js';
import { shapeGradients } from './shape.js';
import { unaryGradients } from './unary.js';
import { windowGradients } from './windows.js';

/** A kernel whose gradient tells whether the table is registered, and the one that we have registered for it. */
const KERNEL = 'Exp';
let registered: GradConfig | undefined;

/**
 * Registers the gradient of every kernel, once, and again after @tensorflow/tfjs has registered its own, which it does when it
 * is loaded. `build` calls it, and each gradient.
 *
 * Operations made by `defineOperation` register theirs when they are first called.
 */
export function registerGradients(): void {
  if (registered !== undefined && getGradient(KERNEL) === registered) return;
  const table = [
    ...activationGradients,
    ...arithmeticGradients,
    ...comparisonGradients,
    ...complexGradients,
    ...convolutionGradients,
    ...countingGradients,
    ...einsumGradients,
    ...functionGradients,
    ...imageGradients,
    ...indexingGradients,
    ...joiningGradients,
    ...matMulGradients,
    ...normalizationGradients,
    ...poolingGradients,
    ...reductionGradients,
    ...samplingGradients,
    ...scatteringGradients,
    ...shapeGradients,
    ...unaryGradients,
    ...windowGradients,
  ];
  for (const gradient of table) registerGradient(alsoOfComplex(gradient));
  registered = getGradient(KERNEL);
}
