import {
  ArgumentError,
  type Blueprint,
  type Context,
  checkOptions,
  type Loss,
  lossValue,
  type Metric,
  Module,
  type Optimizer,
  Parameter,
  type RandomStream,
  type RunInput,
  type RunOutput,
  type Schedule,
  spec,
  withConfig,
} from '@neurite/core';
import {
  abs,
  add,
  cast,
  clone,
  concat,
  customGrad,
  div,
  equal,
  expandDims,
  fill,
  type GradSaveFunc,
  greaterEqual,
  keep,
  matMul,
  max,
  mean,
  mul,
  notEqual,
  ones,
  onesLike,
  reshape,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  where,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Check,
  initializerChecks,
  lossChecks,
  metricChecks,
  moduleChecks,
  type OptimizerConformance,
  optimizerChecks,
  testInitializer,
  testLoss,
  testMetric,
  testModule,
  testOptimizer,
  useBackend,
} from '../src/index.js';

// Each table first declares the tests of a right subject, and then must be red on subjects with one fault each.

/** The names of the checks that fail, with what they say. */
async function failures(checks: readonly Check[]): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  for (const { name, run } of checks) {
    try {
      await run();
    } catch (error) {
      failed[name] = String(error);
    }
  }
  return failed;
}

/** That one check fails; the others, some of which walk 2000 steps, are not run. */
async function expectRed(checks: readonly Check[], wanted: string): Promise<void> {
  const chosen = checks.filter(({ name }) => name === wanted);
  expect(Object.keys(await failures(chosen))).toEqual([wanted]);
}

function leak<R>(f: () => R): R {
  keep(scalar(1));
  return f();
}

class Affine extends Module<Tensor2D, Tensor2D> {
  readonly kernel: Parameter<Tensor2D>;
  constructor(random: RandomStream) {
    super();
    this.kernel = new Parameter(tensor2d(random.uniforms(6), [3, 2]));
  }
  override forward(x: Tensor2D, _: Context): Tensor2D {
    return matMul(x, this.kernel.value);
  }
}

/** A layer of 3 numbers to 2, with another forward. */
function layer(forward?: (x: Tensor2D, kernel: Tensor2D, context: Context) => Tensor): Blueprint {
  class Faulty extends Affine {
    override forward(x: Tensor2D, context: Context): Tensor2D {
      return (forward?.(x, this.kernel.value, context) ?? super.forward(x, context)) as Tensor2D; // of that shape, or a fault
    }
  }
  return {
    name: 'affine',
    outputSpec: () => spec([2]),
    describe: () => ({ parameters: { kernel: spec([3, 2]) } }),
    build: (_, { random }) => new Faulty(random),
  };
}

const affine = { name: 'affine', input: [3], output: [2], parameters: { kernel: [3, 2] } };

testModule({ ...affine, blueprint: layer() });

describe('testModule', () => {
  beforeAll(() => useBackend('cpu'));
  const red = (name: string, blueprint: Blueprint): Promise<void> =>
    expectRed(moduleChecks({ ...affine, blueprint }), name);

  it('is red on a wrong outputSpec', () =>
    red('announces the shape that it gives', { ...layer(), outputSpec: () => spec([4]) }));
  it('is red on another shape', () =>
    red(
      'announces the shape that it gives',
      layer((x) => x),
    ));
  it('is red on parameters that are not announced', async () => {
    const checks = moduleChecks({ ...affine, blueprint: layer(), parameters: { weights: [3, 2] } });
    expect(Object.keys(await failures(checks))).toEqual(['has these parameters', 'describes what it will build']);
  });
  it('is red on parameters that are built and not described', async () => {
    const silent = { ...layer(), describe: () => ({}) };
    expect(Object.keys(await failures(moduleChecks({ ...affine, blueprint: silent })))).toEqual([
      'describes what it will build',
    ]);
  });
  it('is red on a config that makes another layer', async () => {
    const make = (factor: number): Blueprint =>
      withConfig(
        'make',
        [2],
        layer((x, kernel) => tidy(() => mul(matMul(x, kernel), factor))),
      );
    const checks = (factor: number) => moduleChecks({ ...affine, blueprint: make(factor), registry: { make } });
    expect(Object.keys(await failures(checks(2)))).toEqual([]);
    expect(Object.keys(await failures(checks(3)))).toEqual(['is made again from its config']);
  });
  it('is red on a run that is not the forward pass', async () => {
    class Other extends Affine {
      override run(input: RunInput<Tensor2D>, context: Context): RunOutput<Tensor2D> {
        const { outputs, ...rest } = super.run(input, context);
        return { outputs: tidy(() => mul<Tensor2D>(outputs, 2)), ...rest };
      }
    }
    const blueprint: Blueprint = { ...layer(), build: (_, { random }) => new Other(random) as Module };
    await red('runs as it goes forward outside of training', blueprint);
  });
  it('is red on a mask that hides nothing', async () => {
    class Sums extends Module {
      override get tokenwise(): boolean {
        return true;
      }
      override forward(x: Tensor): Tensor {
        return sum(x, 1, true);
      }
    }
    const sums = { name: 'sums', outputSpec: () => spec([1]), build: () => new Sums() };
    const found = await failures(moduleChecks({ name: 'sums', blueprint: sums, input: [3], output: [1], masks: true }));
    expect(Object.keys(found)).toEqual(['does not see what a mask hides']);
  });
  it('is red on a leak', async () => {
    const leaking = layer((x, kernel) => add(matMul(x, kernel), 1));
    await red('returns a new tensor, reads none, and leaves its input alone outside of training', leaking);
    await red('returns a new tensor, reads none, and leaves its input alone in training', leaking);
  });
  it('is red on a value that is read', async () => {
    const reading = layer((x, kernel) => tidy(() => matMul(x, tensor2d(kernel.dataSync() as Float32Array, [3, 2]))));
    await red('returns a new tensor, reads none, and leaves its input alone in training', reading);
  });
  it('is red on an input that is given back', async () => {
    const identity = { ...layer((x) => x), outputSpec: () => spec([3]) };
    await expectRed(
      moduleChecks({ ...affine, output: [3], blueprint: identity }),
      'returns a new tensor, reads none, and leaves its input alone outside of training',
    );
  });
  it('is red on a wrong gradient', async () => {
    const wrong = customGrad((y) => ({
      value: clone(y as Tensor),
      gradFunc: (dy) => mul(dy as Tensor, 1.05),
    }));
    const blueprint = layer((x, kernel) => tidy(() => wrong(matMul(x, kernel))));
    const found = await failures(moduleChecks({ ...affine, blueprint }));
    expect(Object.keys(found)).toEqual(['has the gradients of the differences outside of training']);
  });
  it('is red on a gradient that is wrong in training alone, where that is another function', async () => {
    const wrong = customGrad((y) => ({
      value: mul(y as Tensor, 2),
      gradFunc: (dy) => mul(dy as Tensor, 2.1),
    }));
    const blueprint = layer((x, kernel, { training }) =>
      tidy(() => (training ? wrong(matMul(x, kernel)) : matMul(x, kernel))),
    );
    const found = await failures(moduleChecks({ ...affine, blueprint }));
    expect(Object.keys(found)).toEqual(['has the gradients of the differences in training']);
  });
  it('is red on samples that see each other', () =>
    red(
      'answers about a batch as about each sample',
      layer((x, kernel) => tidy(() => matMul(sub(x, mean(x, 0)), kernel))),
    ));
  it('is red on weights from nowhere', async () => {
    let draws = 0;
    const build: Blueprint['build'] = (_, { random }) => new Affine(random.child(String(draws++)));
    await red('gets the same weights from one seed, and leaves nothing when disposed', { ...layer(), build });
  });
  it('is red on a NaN that is hidden', () =>
    red(
      'hides no NaN, and spreads it to no other sample',
      layer((x, kernel) => tidy(() => matMul(where(equal(x, x), x, zerosLike(x)), kernel))),
    ));
  it('is red on a number that overflows', () =>
    red(
      'is finite at ±1e4',
      layer((x, kernel) => tidy(() => square(square(square(square(matMul(x, kernel))))))),
    ));
  it('is red on an error in other words', async () => {
    const run = (): never => {
      throw new ArgumentError({ where: 'affine', argument: 'x', expected: 'be 1', received: '2' });
    };
    const errors = [{ run, type: ArgumentError, message: 'affine: `x` must be 1; received 3.' }];
    const found = await failures(moduleChecks({ ...affine, blueprint: layer(), errors }));
    expect(Object.keys(found)).toEqual(['says: affine: `x` must be 1; received 3.']);
  });
});

const squares: Loss = (predictions, targets) => tidy(() => mean(square(sub(predictions, targets))));
const pairs = {
  name: 'mean of squares',
  batch: () => ({
    predictions: tensor2d([
      [1, 2],
      [3, 5],
    ]),
    targets: tensor2d([
      [0, 2],
      [1, 1],
    ]),
  }),
  value: 21 / 4,
};

testLoss({ ...pairs, loss: squares });

describe('testLoss', () => {
  beforeAll(() => useBackend('cpu'));
  const red = (name: string, loss: Loss): Promise<void> => expectRed(lossChecks({ ...pairs, loss }), name);
  it('is red on another value', () =>
    red('gives a float32 scalar with the right value', (p, t) => tidy(() => mean(abs(sub(p, t))))));
  it('is red on a sum', () =>
    red('is the mean of the losses of the samples', (p, t) => tidy(() => sum(square(sub(p, t))))));
  it('is red on a leak', () => red('leaves nothing behind', (p, t) => mean(square(sub(p, t)))));
  it('is red on an overflow', () =>
    red('is finite at -10000 and 10000, and so is its gradient', (p, t) =>
      tidy(() => mean(square(square(square(square(square(sub(p, t)))))))),
    ));
  it('is red on a gradient that is a constant for the second derivative', () =>
    red('has the second derivative of the differences', (p, t) =>
      tidy(() => {
        const squared = customGrad((...args) => {
          const [x, save] = args as unknown as [Tensor, GradSaveFunc]; // customGrad adds the second
          save([x]);
          return {
            value: square(x),
            gradFunc: (dy: Tensor, [x]: Tensor[]) => mul(dy, tensor(mul(x!, 2).dataSync(), x!.shape)),
          };
        });
        return mean(squared(sub(p, t)));
      }),
    ));
});

type LossFault =
  | 'multiplies NaN by 0'
  | 'divides by the samples'
  | 'lets weights cancel out'
  | 'gives a mean for a sum'
  | 'leaks';

/** Weighted squares, or a fault of them. */
function weighedSquares(fault?: LossFault): Loss {
  const terms: NonNullable<Loss['terms']> = (predictions, targets, { weights } = {}) =>
    tidy(() => {
      const counts = weights === undefined ? ones([predictions.shape[0]!]) : cast(weights, 'float32');
      const column = expandDims(counts, -1);
      const guess =
        fault === 'multiplies NaN by 0' ? predictions : where(notEqual(column, 0), predictions, zerosLike(predictions));
      const truth = where(notEqual(column, 0), targets, zerosLike(targets));
      const positive =
        fault === 'lets weights cancel out' ? counts : where(greaterEqual(counts, 0), counts, Number.NaN);
      const losses = mean(square(sub(guess, truth)), -1);
      const total = sum(mul(losses, positive));
      const weight = fault === 'divides by the samples' ? scalar(counts.size) : sum(positive);
      return fault === 'gives a mean for a sum' ? { total: div(total, weight), weight: scalar(1) } : { total, weight };
    });
  const loss = (...batch: Parameters<typeof terms>) => tidy(() => lossValue(terms(...batch)));
  return Object.assign(fault === 'leaks' ? (...batch: Parameters<typeof terms>) => lossValue(terms(...batch)) : loss, {
    terms,
  });
}

testLoss({ ...pairs, name: 'weighed squares', loss: weighedSquares(), anyRank: false });

describe('testLoss of weights', () => {
  beforeAll(() => useBackend('cpu'));
  it.each<[LossFault, string]>([
    ['multiplies NaN by 0', 'sees nothing of a sample of weight 0, neither in value nor in gradient'],
    ['divides by the samples', 'counts a sample of weight 3 as three of it'],
    ['gives a mean for a sum', 'has terms that add up over any split'],
    ['lets weights cancel out', 'is NaN where a weight is below 0, so that two of them do not cancel out'],
    ['leaks', 'leaves nothing behind with weights'],
  ])('is red when a loss %s', (fault, name) =>
    expectRed(lossChecks({ ...pairs, loss: weighedSquares(fault), anyRank: false }), name),
  );
  it('is red on a loss of one rank', async () => {
    const found = await failures(lossChecks({ ...pairs, loss: weighedSquares() }));
    expect(Object.keys(found)).toEqual(['takes another axis after that of the batch']);
  });
});

type MetricFault =
  | 'forgets weights'
  | 'sees NaN at weight 0'
  | 'takes weights below 0'
  | 'takes means'
  | 'leaks'
  | 'reads values';

/** The share of predictions that are equal to their targets, or a fault of it. */
function shareOfEqual(fault?: MetricFault): Metric {
  return {
    name: 'share of equal',
    statistics: (predictions, targets, { weights } = {}) => {
      if (fault === 'leaks') keep(scalar(1));
      if (fault === 'reads values') predictions.dataSync();
      return tidy(() => {
        const flat = reshape(predictions, [-1]);
        const counts = weights === undefined || fault === 'forgets weights' ? onesLike(flat) : cast(weights, 'float32');
        const positive =
          fault === 'takes weights below 0' ? counts : where(greaterEqual(counts, 0), counts, Number.NaN);
        const right = mul(cast(equal(flat, reshape(targets, [-1])), 'float32'), positive);
        const hidden = fault === 'sees NaN at weight 0' ? mul(flat, 0) : zerosLike(flat);
        const share = add(sum(right), sum(hidden));
        if (fault === 'takes means') return { right: div(share, Math.max(1, flat.size)), count: scalar(1) };
        return { right: share, count: sum(positive) };
      });
    },
    value: ({ right, count }) => right![0]! / count![0]!,
  };
}
const set = {
  name: 'share of equal',
  set: () => ({ predictions: tensor1d([1, 2, 3, 4, 5]), targets: tensor1d([1, 2, 0, 4, 0]) }),
  value: 0.6,
};

testMetric({ ...set, metric: shareOfEqual() });

/** The largest prediction, by statistics that are no sums. */
const largest: Metric = {
  name: 'largest',
  combine: { every: 'concat', most: 'maximum' },
  statistics: (predictions, _, { weights } = {}) =>
    tidy(() => {
      const flat = reshape(predictions, [-1]);
      const counts = weights === undefined ? onesLike(flat) : where(greaterEqual(weights, 0), weights, Number.NaN);
      const counted = where(greaterEqual(cast(counts, 'float32'), 0), flat, Number.NaN);
      const every = where(notEqual(counts, 0), counted, fill(flat.shape, Number.NEGATIVE_INFINITY));
      return { every, most: max(concat([tensor1d([Number.NEGATIVE_INFINITY]), every])) };
    }),
  value: ({ every, most }) => Math.max(most![0]!, ...every!),
};

testMetric({ ...set, name: 'largest', metric: largest, value: 5 });

describe('testMetric', () => {
  beforeAll(() => useBackend('cpu'));
  it.each<[MetricFault, string]>([
    ['forgets weights', 'counts a sample of weight 3 as three of it'],
    ['forgets weights', 'has the value of an empty set where all weights are 0'],
    ['sees NaN at weight 0', 'sees nothing of a sample of weight 0'],
    ['takes weights below 0', 'refuses a weight below 0, or is NaN'],
    ['takes means', 'has the value of the whole set in batches of 2'],
    ['leaks', 'reads no value, leaves nothing behind and its inputs alone'],
    ['reads values', 'reads no value, leaves nothing behind and its inputs alone'],
  ])('is red on a metric that %s', (fault, name) =>
    expectRed(metricChecks({ ...set, metric: shareOfEqual(fault) }), name),
  );
  it('is red on a metric of one rank, and on statistics of other shapes', async () => {
    const statistics = shareOfEqual().statistics;
    const flat: Metric = {
      ...shareOfEqual(),
      statistics: (p, ...rest) => statistics(p.rank === 1 ? p : add(p, 1), ...rest),
    };
    expect(Object.keys(await failures(metricChecks({ ...set, metric: flat })))).toEqual([
      'takes another axis after that of the batch',
    ]);
    const growing: Metric = { ...largest, combine: { most: 'maximum', every: 'maximum' } };
    await expectRed(
      metricChecks({ ...set, metric: growing, value: 5 }),
      'has statistics of the same names and shapes for each batch, and none of an empty one',
    );
  });
});

type OptimizerFault =
  | 'backwards'
  | 'ignores the schedule'
  | 'ignores signals'
  | 'leaks'
  | 'gives an input'
  | 'hidden state'
  | 'counts steps by the clock'
  | 'applies twice'
  | 'takes any option'
  | 'multiplies all rates'
  | 'decays all weights'
  | 'stands still'
  | 'evaluates with an input';

type DescentOptions = {
  readonly learningRate?: number | Schedule;
  readonly learningRateMultiplier?: number | ((path: string) => number);
  readonly weightDecay?: number | ((path: string) => number);
  readonly weightDecayMask?: (path: string) => boolean;
};

/** Gradient descent with momentum, or a fault of it. */
function descent(fault?: OptimizerFault) {
  const names = ['learningRate', 'learningRateMultiplier', 'weightDecay', 'weightDecayMask'];
  return (options: DescentOptions): Optimizer => {
    if (fault !== 'takes any option') checkOptions('descent', options, names);
    const { learningRate = 0.1, learningRateMultiplier = 1, weightDecay = 0, weightDecayMask = () => true } = options;
    const numberOf = (value: number | ((path: string) => number), path: string): number =>
      typeof value === 'number' ? value : value(path);
    let calls = 0;
    const update: Optimizer['update'] = (gradients, { state, parameters, clock }) => {
      calls++;
      const schedule: Schedule = typeof learningRate === 'number' ? () => learningRate : learningRate;
      const given = fault === 'ignores signals' ? (step: number) => schedule(step, { signals: { rate: 1 } }) : schedule;
      const rate = clock.scalar(fault === 'ignores the schedule' ? () => 0.1 : given);
      const next: Record<string, Tensor> = {};
      const updates: Record<string, Tensor> = {};
      for (const name of Object.keys(parameters)) {
        const mask = fault === 'decays all weights' || weightDecayMask(name) ? 1 : 0;
        const decay = mask * numberOf(weightDecay, name);
        const sign = fault === 'backwards' ? 1 : -1;
        const factor =
          fault === 'hidden state' && calls > 3 ? 0.5 : fault === 'counts steps by the clock' ? clock.step : 1;
        const multiplier = numberOf(learningRateMultiplier, fault === 'multiplies all rates' ? 'scale' : name);
        next[name] = tidy(() => add(add(mul(state[name]!, 0.5), gradients[name]!), mul(parameters[name]!, decay)));
        // What the square of a gradient does to a quotient when it is infinite.
        const size = fault === 'stands still' ? add(square(gradients[name]!), 1) : 1;
        updates[name] = tidy(() => div(mul(mul(mul(next[name]!, multiplier), rate), sign * factor), size));
      }
      if (fault !== 'leaks') rate.dispose();
      return { updates, state: fault === 'gives an input' ? state : next };
    };
    return {
      ...(fault === 'evaluates with an input' && { evaluationParameters: (_, parameters) => parameters }),
      name: 'descent',
      init: (parameters) =>
        Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, zeros([...shape])])),
      update,
      apply: (gradients, input) =>
        tidy(() => {
          const { updates, state } = update(gradients, input);
          const times = fault === 'applies twice' ? 2 : 1;
          const moved = Object.entries(input.parameters).map(([name, value]) => [
            name,
            add(value, mul(updates[name]!, times)),
          ]);
          return { parameters: Object.fromEntries(moved), state };
        }),
    };
  };
}

const descents = (fault?: OptimizerFault): OptimizerConformance => ({
  name: 'descent',
  optimizer: (learningRate) => descent(fault)({ learningRate }),
  valleyRate: 0.001,
  options: {
    make: descent(fault),
    names: ['learningRate', 'learningRateMultiplier', 'weightDecay', 'weightDecayMask'],
  },
});

testOptimizer(descents());

describe('testOptimizer', () => {
  beforeAll(() => useBackend('cpu'));
  it.each([
    ['backwards', 'finds the bottom of a quadratic'],
    ['backwards', "goes down Rosenbrock's valley"],
    ['ignores the schedule', 'takes a schedule as it takes a number'],
    ['ignores the schedule', 'changes nothing at a learning rate of 0'],
    ['ignores signals', 'takes a schedule as it takes a number'],
    ['leaks', 'leaves nothing behind'],
    ['gives an input', 'is pure: the same answer twice, all tensors new, inputs as they were'],
    ['hidden state', 'goes on after its state was written down and read again'],
    ['counts steps by the clock', 'counts the steps of a parameter from the one in which it joined'],
    ['applies twice', 'applies what it updates, to the bit, if it applies'],
    ['takes any option', 'refuses unknown options and names the known ones'],
    ['multiplies all rates', 'multiplies the learning rate of each path by its own number'],
    ['decays all weights', 'decays the weights of each path as they are told'],
    ['backwards', 'teaches a small network a function that is not linear'],
    ['stands still', 'does not stand still in silence after a gradient whose square is infinite'],
    ['evaluates with an input', 'evaluates with finite weights of its own, if it does so, and leaves nothing'],
  ] as const)('is red when it %s', (fault, name) => expectRed(optimizerChecks(descents(fault)), name));
});

const uniform = {
  name: 'uniform',
  initializer: (shape: readonly number[], random: RandomStream): Tensor =>
    tensor(
      random.uniforms(
        shape.reduce((a, b) => a * b),
        -1,
        1,
      ),
      [...shape],
    ),
  shape: [100, 100],
  mean: 0,
  standardDeviation: 1 / Math.sqrt(3),
  reach: 1,
};

testInitializer(uniform);

describe('testInitializer', () => {
  beforeAll(() => useBackend('cpu'));
  it('is red on other moments, on no randomness and on a leak', async () => {
    const moments = 'has the moments it promises';
    expect(Object.keys(await failures(initializerChecks({ ...uniform, standardDeviation: 0.5 })))).toEqual([moments]);
    expect(Object.keys(await failures(initializerChecks({ ...uniform, reach: 0.9 })))).toEqual([moments]);
    expect(Object.keys(await failures(initializerChecks({ ...uniform, kurtosis: 3 })))).toEqual([moments]);
    const constant = { ...uniform, initializer: () => ones([100, 100]) };
    expect(Object.keys(await failures(initializerChecks(constant)))).toContain(
      'gives the same numbers from one seed, and others from another',
    );
    const leaking = {
      ...uniform,
      initializer: (shape: readonly number[], random: RandomStream) => leak(() => uniform.initializer(shape, random)),
    };
    expect(Object.keys(await failures(initializerChecks(leaking)))).toEqual(['leaves nothing behind']);
  });
});
