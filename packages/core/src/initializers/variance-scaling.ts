import { checkChoice, checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { drawScaled } from '../internal/draw.js';
import { fansOf, type Initializer } from './initializer.js';

/** How `varianceScaling` draws. */
export type VarianceScalingOptions = {
  /** What the variance is multiplied with: above 0. Default 1. `activationGain(…) ** 2` is right for an activation. */
  readonly scale?: number;
  /** What it is divided by: the inputs of an output, the outputs of an input, or their mean. Default `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAverage';
  /** `truncatedNormal` has no number beyond 2.27 standard deviations. Default `truncatedNormal`. */
  readonly distribution?: 'truncatedNormal' | 'normal' | 'uniform';
};

/**
 * Numbers of mean 0 and variance `scale / n`, where n is the fan of the mode: the family of `glorotUniform`, `heNormal`,
 * `lecunNormal` and the like.
 *
 * As `VarianceScaling` of Keras; with `distribution: 'normal'` also `kaiming_normal_` and `xavier_normal_` of PyTorch,
 * which do not truncate. PyTorch's own first weights of its layers are `scale: 1 / 3, distribution: 'uniform'`.
 *
 * @returns an initializer for weights [...kernel, in, out]
 * @throws ArgumentError when an option is out of range
 * @example
 * const scale = activationGain('tanh') ** 2;
 * const kernel = varianceScaling({ scale, mode: 'fanAverage' })([784, 128], RandomStream.fromSeed(7));
 * @see He et al., "Delving deep into rectifiers", 2015; Glorot and Bengio, "Understanding the difficulty of training deep
 *   feedforward neural networks", 2010
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const { scale, mode, distribution } = resolveOptions('varianceScaling', options, {
    scale: 1,
    mode: 'fanIn',
    distribution: 'truncatedNormal',
  });
  checkNumber('varianceScaling', 'scale', scale, { above: 0 });
  checkChoice('varianceScaling', 'mode', mode, ['fanIn', 'fanOut', 'fanAverage']);
  checkChoice('varianceScaling', 'distribution', distribution, ['truncatedNormal', 'normal', 'uniform']);
  const draw: Initializer = (shape, random, { fanIn, fanOut } = fansOf(shape)) => {
    const fan = { fanIn, fanOut, fanAverage: (fanIn + fanOut) / 2 }[mode];
    return drawScaled(shape, random, { variance: scale / fan, distribution });
  };
  return withConfig('initializers.varianceScaling', [options], draw);
}
