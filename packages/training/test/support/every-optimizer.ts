import type { Optimizer } from '@neurite/core';
import * as optimizers from '@neurite/optimizers';

const { chain, sgd, warmup } = optimizers;
const learningRate = warmup(0.05, { steps: 3 });
const after = (link: Optimizer): Optimizer => chain(link, sgd({ learningRate }));
const before = (link: Optimizer): Optimizer => chain(sgd({ learningRate }), link);

/** Of each function that makes an optimizer. */
export const makers: Readonly<Record<string, () => Optimizer>> = {
  adadelta: () => optimizers.adadelta(),
  adafactor: () => optimizers.adafactor({ learningRate }),
  adagrad: () => optimizers.adagrad({ learningRate }),
  adaMax: () => optimizers.adaMax({ learningRate }),
  adam: () => optimizers.adam({ learningRate, amsgrad: true }),
  adamW: () => optimizers.adamW({ learningRate }),
  adaptiveClip: () => after(optimizers.adaptiveClip()),
  addNoise: () => after(optimizers.addNoise({ standardDeviation: 0.01, seed: 4 })),
  addDecayedWeights: () => after(optimizers.addDecayedWeights()),
  centralize: () => after(optimizers.centralize()),
  chain: () => chain(sgd({ learningRate })),
  clipByGlobalNorm: () => after(optimizers.clipByGlobalNorm(0.1)),
  clipByNorm: () => after(optimizers.clipByNorm(0.1)),
  clipByValue: () => after(optimizers.clipByValue(0.1)),
  exponentialMovingAverage: () => before(optimizers.exponentialMovingAverage({ decay: 0.8 })),
  frozen: () => before(optimizers.frozen('layers.0')),
  ftrl: () => optimizers.ftrl({ learningRate: 0.05 }),
  lamb: () => optimizers.lamb({ learningRate }),
  lars: () => optimizers.lars({ learningRate }),
  lion: () => optimizers.lion({ learningRate }),
  lookahead: () => before(optimizers.lookahead({ every: 2 })),
  maxNorm: () => before(optimizers.maxNorm(0.5)),
  minMaxNorm: () => before(optimizers.minMaxNorm({ maximum: 0.5 })),
  muon: () => optimizers.muon({ learningRate }),
  nadam: () => optimizers.nadam({ learningRate }),
  nonNegative: () => before(optimizers.nonNegative()),
  partition: () => optimizers.partition([/bias$/, sgd({ learningRate })], [/./, optimizers.lion({ learningRate })]),
  prodigy: () => optimizers.prodigy({ initialDistance: 0.01 }),
  rAdam: () => optimizers.rAdam({ learningRate }),
  rmsprop: () => optimizers.rmsprop({ learningRate, centered: true, momentum: 0.5 }),
  rprop: () => optimizers.rprop({ learningRate }),
  scaleByAdam: () => after(optimizers.scaleByAdam()),
  scaleByLearningRate: () => optimizers.scaleByLearningRate(learningRate),
  scaleByTrustRatio: () => after(optimizers.scaleByTrustRatio()),
  scheduleFreeAdamW: () => optimizers.scheduleFreeAdamW({ learningRate }),
  scheduleFreeSgd: () => optimizers.scheduleFreeSgd({ learningRate }),
  sgd: () => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  sharpnessAware: () => after(optimizers.sharpnessAware()),
  stochasticWeightAverage: () => before(optimizers.stochasticWeightAverage({ from: 2 })),
  trace: () => after(optimizers.trace()),
  unitNorm: () => before(optimizers.unitNorm()),
};
