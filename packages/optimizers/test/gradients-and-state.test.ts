import { ArgumentError, ShapeError } from '@neurite/core';
import { expectError, expectNoReads, onEachBackend } from '@neurite/testing';
import { dispose, memory, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as optimizers from '../src/index.js';
import { adam, adamW, chain, clipByGlobalNorm, clipByValue, sgd } from '../src/index.js';
import { inputAt } from './support/input-at.js';

const {
  adadelta,
  adafactor,
  adagrad,
  adaMax,
  adaptiveClip,
  addDecayedWeights,
  centralize,
  clipByNorm,
  exponentialMovingAverage,
  ftrl,
  lamb,
  lars,
  lion,
  lookahead,
  maxNorm,
  muon,
  nadam,
  nonNegative,
  prodigy,
  rAdam,
  rmsprop,
  rprop,
  scaleByAdam,
  scaleByLearningRate,
  scaleByTrustRatio,
  scheduleFreeAdamW,
  scheduleFreeSgd,
  trace,
} = optimizers;

const all = [
  ...[
    sgd(),
    sgd({ momentum: 0.9, weightDecay: 0.1 }),
    adam(),
    adam({ amsgrad: true }),
    adamW(),
    nadam(),
    rAdam(),
    adaMax(),
  ],
  ...[adagrad(), adadelta(), rmsprop({ centered: true }), ftrl(), lion(), rprop(), lamb(), lars(), adafactor(), muon()],
  ...[scheduleFreeSgd(), scheduleFreeAdamW(), prodigy(), exponentialMovingAverage(), lookahead()],
  ...[trace(), scaleByAdam(), addDecayedWeights(), scaleByLearningRate(0.1), scaleByTrustRatio(), nonNegative()],
  ...[clipByValue(1), clipByNorm(1), clipByGlobalNorm(1), adaptiveClip(), centralize(), maxNorm(1)],
];

onEachBackend(() => {
  describe.each(all)('$name', (optimizer) => {
    it('refuses gradients that do not fit, and leaves nothing behind then', async () => {
      const parameters = { kernel: tensor2d([[1, 2]]), bias: tensor1d([3]) };
      const { kernel, bias } = parameters;
      const state = optimizer.init(parameters);
      const before = memory().numTensors;
      await expectError(
        () => optimizer.update({ kernel }, inputAt(0, { state, parameters })),
        ArgumentError,
        `${optimizer.name}: \`gradients\` must have exactly one gradient for each parameter; received none for \`bias\`.`,
      );
      await expectError(
        () => optimizer.update({ other: bias, kernel }, inputAt(0, { state, parameters })),
        ArgumentError,
        `${optimizer.name}: \`gradients\` must have exactly one gradient for each parameter; received none for \`bias\` and unknown \`other\`.`,
      );
      await expectError(
        () => optimizer.update({ kernel, bias: kernel }, inputAt(0, { state, parameters })),
        ShapeError,
        `${optimizer.name}: \`bias\` must have a gradient of its shape, [1]; received [1, 2].`,
      );
      expect(memory().numTensors).toBe(before);
      dispose([kernel, bias, ...Object.values(state)]);
    });

    it('reads no value', () => {
      const parameters = { kernel: tensor2d([[1, 2]]) };
      const state = expectNoReads(() => optimizer.init(parameters));
      const step = expectNoReads(() => optimizer.update(parameters, inputAt(3, { state, parameters })));
      dispose([parameters.kernel, ...[state, step.updates, step.state].flatMap((named) => Object.values(named))]);
    });

    it('passes NaN on', async () => {
      const parameters = { bias: tensor1d([1, 2]) };
      const gradients = { bias: tensor1d([Number.NaN, 1]) };
      const state = optimizer.init(parameters);
      const step = optimizer.update(gradients, inputAt(0, { state, parameters }));
      expect((await step.updates.bias!.data())[0]).toBeNaN();
      dispose([parameters.bias, gradients.bias, ...[state, step.updates, step.state].flatMap((n) => Object.values(n))]);
    });
  });

  it('names the state by what it is and the path of the parameter', () => {
    const parameters = { 'layers.0.kernel': tensor1d([1]) };
    const names = (state: object): string[] => {
      dispose(Object.values(state));
      return Object.keys(state);
    };
    expect(names(sgd().init(parameters))).toEqual([]);
    expect(names(sgd({ momentum: 0.9 }).init(parameters))).toEqual(['velocity/layers.0.kernel']);
    expect(names(adam().init(parameters))).toEqual(['firstMoment/layers.0.kernel', 'secondMoment/layers.0.kernel']);
    expect(names(chain(clipByValue(1), sgd({ momentum: 0.9 })).init(parameters))).toEqual([
      '1/velocity/layers.0.kernel',
    ]);
    expect(names(chain(chain(adam())).init(parameters))[0]).toBe('0/0/firstMoment/layers.0.kernel');
    dispose(Object.values(parameters));
  });

  it('starts from zeros', async () => {
    const parameters = { kernel: tensor2d([[1, 2]]) };
    const state = adam().init(parameters);
    for (const moment of Object.values(state)) expect(await moment.array()).toEqual([[0, 0]]);
    dispose([parameters.kernel, ...Object.values(state)]);
  });

  it('says which state is missing, and a chain disposes what it had begun', async () => {
    const parameters = { kernel: tensor1d([1]) };
    const before = memory().numTensors;
    const advice = 'Use the state that init or the last update of the same optimizer gave.';
    await expectError(
      () => adam().update(parameters, inputAt(0, { parameters })),
      ArgumentError,
      `adam: \`state\` must have \`firstMoment/kernel\`; received none. ${advice}`,
    );
    const state = { '1/velocity/kernel': tensor1d([0]) };
    const chained = chain(clipByGlobalNorm(1), sgd({ momentum: 0.5 }), adamW());
    await expectError(
      () => chained.update(parameters, inputAt(0, { state, parameters })),
      ArgumentError,
      `chain(sgd, adamW): \`state\` must have \`2/firstMoment/kernel\`; received \`1/velocity/kernel\`. ${advice}`,
    );
    dispose(Object.values(state));
    expect(memory().numTensors).toBe(before);
    dispose([parameters.kernel]);
  });
});
