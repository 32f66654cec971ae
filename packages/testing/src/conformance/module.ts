import {
  type Blueprint,
  build,
  type Context,
  loadState,
  type Module,
  Parameter,
  parameters,
  RandomStream,
  type Shape,
  type ShapePreservingBlueprint,
  sizeOf,
  stateDict,
  valueAndGradients,
} from '@neurite/core';
import { concat, mean, type Scalar, slice, square, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { checkGradients, type GradientCheckOptions } from '../check-gradients.js';
import { expectClose, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { expectNoReads } from '../expect-no-reads.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What a layer promises, for `testModule`. */
export type ModuleConformance = {
  readonly name: string;
  readonly blueprint: Blueprint | ShapePreservingBlueprint;
  /** The shapes of one sample, without the batch axis. Keep them small: gradients are checked number by number. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Every parameter by path with its shape, statistics included. Default: none. */
  readonly parameters?: Readonly<Record<string, Shape>>;
  /** Which of the paths are statistics. */
  readonly statistics?: readonly string[];
  /** Whether the answer about a sample is the same in any batch, outside of training. Default true. */
  readonly batchIndependent?: boolean;
  /** Whether a batch of 0 samples gives 0 answers, outside of training. Default true. */
  readonly emptyBatch?: boolean;
  /** Whether a NaN in a sample gives a NaN in its answer. Default true. */
  readonly propagatesNaN?: boolean;
  /** The input is int32 ids below this number instead of float32; NaN and ±1e4 are left out then. */
  readonly ids?: number;
  readonly gradients?: GradientCheckOptions;
  readonly tolerance?: Tolerance;
  /** Calls that must fail; each gets a model that has been built. */
  readonly errors?: readonly ExpectedError<Module>[];
};

const SAMPLES = 3;

/**
 * Declares the tests that every layer passes, on each backend: shapes, parameters, seeds, state, ownership and leaks,
 * gradients, batches, extremes, errors.
 *
 * @example
 * testModule({
 *   name: 'dense', blueprint: dense(3), inputShape: [4], outputShape: [3], parameters: { kernel: [4, 3], bias: [3] },
 * });
 */
export function testModule(conformance: ModuleConformance): void {
  testChecks(conformance.name, moduleChecks(conformance));
}

/** The checks that `testModule` declares. */
export function moduleChecks(conformance: ModuleConformance): Check[] {
  const {
    inputShape,
    outputShape,
    parameters: shapes = {},
    statistics = [],
    batchIndependent = true,
    emptyBatch = true,
    ids,
    propagatesNaN = ids === undefined,
    gradients = {},
    tolerance = {},
    errors = [],
  } = conformance;
  const blueprint = conformance.blueprint as Blueprint; // both kinds are built alike
  const make = (seed = 7): Module => build(blueprint, { inputShape, seed });
  const input = (samples = SAMPLES): Tensor => {
    const shape = [samples, ...inputShape];
    return ids === undefined ? spread(shape) : idsBelow(ids, shape);
  };

  const withModel =
    (f: (model: Module) => unknown | Promise<unknown>): Check['run'] =>
    async () => {
      const model = make();
      try {
        await f(model);
      } finally {
        model.dispose();
      }
    };
  const inBothModes = (f: (training: boolean, name: string) => Check): Check[] => [
    f(false, 'outside of training'),
    f(true, 'in training'),
  ];

  return [
    {
      name: 'announces the shape that it gives',
      run: withModel((model) => {
        expect(blueprint.outputShape(inputShape)).toEqual(outputShape);
        const y = model.forward(input(), context(false));
        expect(y.shape).toEqual([SAMPLES, ...outputShape]);
        expect(y.dtype).toBe('float32');
      }),
    },
    {
      name: 'has these parameters',
      run: withModel((model) => {
        const found = [...parameters(model)];
        expect(Object.fromEntries(found.map(([path, { shape }]) => [path, shape]))).toEqual(shapes);
        expect(found.flatMap(([path, { statistic }]) => (statistic ? [path] : []))).toEqual(statistics);
      }),
    },
    {
      name: 'gets the same weights from one seed, and leaves nothing when disposed',
      run: async () => {
        await expectNoLeak(() => make());
        const [a, b] = [make(), make()];
        for (const [path, value] of Object.entries(stateDict(a))) {
          expect(await stateDict(b)[path]!.data()).toEqual(await value.data());
        }
        a.dispose();
        b.dispose();
      },
    },
    {
      name: 'answers the same after its state went into another one',
      run: withModel(async (model) => {
        const other = make(8);
        const x = input();
        model.forward(x, context(true)).dispose(); // moves the statistics
        loadState(other, stateDict(model));
        const [y, again] = [model.forward(x, context(false)), other.forward(x, context(false))];
        expect(await again.data()).toEqual(await y.data());
        other.dispose();
      }),
    },
    ...inBothModes((training, mode) => ({
      name: `returns a new tensor, reads none, and leaves its input alone ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        await expectNoLeak(() => expectNoReads(() => model.forward(x, context(training))));
        assert.isFalse(x.isDisposed, 'it disposed its input');
        await x.data();
        model.forward(x, context(training)).dispose();
        for (const [path, { value }] of parameters(model)) assert.isFalse(value.isDisposed, `it disposed ${path}`);
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `leaves nothing behind when differentiated ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const own = Object.fromEntries(trainable(model).map(([path, { value }]) => [path, value]));
        const of = ids === undefined ? { x, ...own } : own;
        await expectNoLeak(() =>
          valueAndGradients(() => mean(square(model.forward(x, context(training)))) as Scalar, of),
        );
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `has the gradients of the differences ${mode}`,
      run: withModel(async (model) => {
        const own = trainable(model).map(([, parameter]) => parameter);
        await checkGradients(
          (x, ...values) => {
            const lent = new Map(own.map((parameter, i) => [parameter, values[i]!] as const));
            return Parameter.lend(lent, () => tidy(() => model.forward(x!, context(training)))).result;
          },
          [input(), ...own.map(({ value }) => value)],
          gradients,
        );
      }),
    })),
    ...(batchIndependent
      ? [
          {
            name: 'answers about a batch as about each sample',
            run: withModel(async (model) => {
              const x = input();
              const y = model.forward(x, context(false));
              const rest = inputShape.map(() => 0);
              const alone = Array.from({ length: SAMPLES }, (_, i) =>
                model.forward(slice(x, [i, ...rest], [1, ...inputShape]), context(false)),
              );
              await expectClose(y, await concat(alone, 0).array(), tolerance);
            }),
          },
        ]
      : []),
    ...(emptyBatch
      ? [
          {
            name: 'answers nothing about an empty batch',
            run: withModel((model) => {
              const y = model.forward(input(0), context(false));
              expect(y.shape).toEqual([0, ...outputShape]);
            }),
          },
        ]
      : []),
    ...(propagatesNaN
      ? [
          {
            name: 'hides no NaN, and spreads it to no other sample',
            run: withModel(async (model) => {
              const x = await input().data();
              x[0] = Number.NaN;
              const y = await model.forward(tensor(x, [SAMPLES, ...inputShape]), context(false)).data();
              const first = y.subarray(0, sizeOf(outputShape));
              assert.isTrue(first.some(Number.isNaN), 'a NaN in sample 0 gave no NaN in its answer');
              if (batchIndependent) assert.isFalse(y.subarray(first.length).some(Number.isNaN), 'it reached sample 1');
            }),
          },
        ]
      : []),
    ...(ids === undefined
      ? [
          {
            name: 'is finite at ±1e4',
            run: withModel(async (model) => {
              for (const training of [false, true]) {
                const random = RandomStream.fromSeed(1);
                const x = Float32Array.from({ length: SAMPLES * sizeOf(inputShape) }, () =>
                  random.uniform() < 0.5 ? -1e4 : 1e4,
                );
                const y = await model.forward(tensor(x, [SAMPLES, ...inputShape]), context(training)).data();
                assert.isTrue(y.every(Number.isFinite), `training: ${training}, ${y}`);
              }
            }),
          },
        ]
      : []),
    ...errorChecks(errors.map((error) => ({ ...error, run: () => error.run(make()) }))),
  ];
}

/** Draws that are the same in each call, so that dropout drops the same. */
function context(training: boolean): Context {
  return { training, random: RandomStream.fromSeed(3) };
}

/** Numbers in random order with gaps, none of them near 0, so that no step of a difference meets a kink or a tie. */
function spread(shape: Shape): Tensor {
  const size = sizeOf(shape);
  const gap = Math.max(0.05, 4 / size);
  const order = RandomStream.fromSeed(11).permutation(size);
  return tensor(
    Float32Array.from(order, (place) => (place + 0.5 - Math.ceil(size / 2)) * gap),
    [...shape],
    'float32',
  );
}

function idsBelow(ids: number, shape: Shape): Tensor {
  const order = RandomStream.fromSeed(11).permutation(sizeOf(shape));
  return tensor(
    Int32Array.from(order, (place) => place % ids),
    [...shape],
    'int32',
  );
}

function trainable(model: Module): (readonly [string, Parameter])[] {
  return [...parameters(model)].filter(([, parameter]) => parameter.trainable);
}
