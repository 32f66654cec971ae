import {
  type AnyBlueprint,
  type Blueprint,
  build,
  type Context,
  formatSpec,
  fromConfig,
  type Json,
  loadState,
  type Module,
  Parameter,
  parameters,
  RandomStream,
  type Registry,
  randomKeys,
  type Shape,
  type Spec,
  type SpecInput,
  stateDict,
  toSpec,
  valueAndGradients,
} from '@neurite/core';
import {
  cast,
  concat,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { checkGradients, type GradientCheckOptions } from '../check-gradients.js';
import { expectClose, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { expectNoReads } from '../expect-no-reads.js';
import { type ExpectedError, errorChecks } from './expected-error.js';
import { draw, leaves, rebuild, sampleOf, shapesOf, specsIn, type Tree } from './samples.js';

/** What a layer promises, for `testModule`. */
export type ModuleConformance = {
  readonly name: string;
  readonly blueprint: AnyBlueprint;
  /** What one sample looks like, without the batch axis. Keep it small: gradients are checked element by element. */
  readonly input: SpecInput;
  readonly output: SpecInput;
  /** Every parameter by path with its shape, buffers included. Default: none. */
  readonly parameters?: Readonly<Record<string, Shape>>;
  /** Which of the paths are buffers. */
  readonly buffers?: readonly string[];
  /** Whether the answer about a sample is the same in any batch, outside of training. Default true. */
  readonly batchIndependent?: boolean;
  /** Whether a batch of 0 samples gives 0 answers, outside of training. Default true. */
  readonly emptyBatch?: boolean;
  /** Whether a NaN in a sample gives a NaN in its answer, where the input is float32. Default true. */
  readonly propagatesNaN?: boolean;
  /** Whether it is finite where inputs are ±1e4, if they are float32. Default true. */
  readonly finite?: boolean;
  /** int32 inputs are ids below this. Default 5. */
  readonly ids?: number;
  /** Whether it takes a mask over the first axis after the batch. Default false. */
  readonly masks?: boolean;
  /** The functions that make its config again. Default: the config is left alone. */
  readonly registry?: Registry;
  readonly gradients?: GradientCheckOptions;
  readonly tolerance?: Tolerance;
  /** Calls that must fail; each gets a model that has been built. */
  readonly errors?: readonly ExpectedError<Module>[];
};

const SAMPLES = 3;
/** Stands for every size of null. */
const LENGTH = 3;
/** So many of each tensor are differentiated by: a wrong gradient is wrong at many. */
const ELEMENTS = 30;

/**
 * Declares the tests that every layer passes, on each backend: shapes, parameters, description, config, seeds, state,
 * ownership and leaks, gradients, batches, masks, extremes, errors.
 *
 * @example
 * testModule({
 *   name: 'dense', blueprint: dense(3), input: [4], output: [3], parameters: { kernel: [4, 3], bias: [3] },
 * });
 */
export function testModule(conformance: ModuleConformance): void {
  testChecks(conformance.name, moduleChecks(conformance));
}

/** The checks that `testModule` declares. */
export function moduleChecks(conformance: ModuleConformance): Check[] {
  const {
    parameters: shapes = {},
    buffers = [],
    batchIndependent = true,
    emptyBatch = true,
    propagatesNaN = true,
    finite = true,
    ids = 5,
    masks = false,
    registry,
    gradients = {},
    tolerance = {},
    errors = [],
  } = conformance;
  const blueprint = conformance.blueprint as Blueprint<unknown, unknown>; // all kinds are built alike
  const [inputSpec, outputSpec] = [toSpec(conformance.input), toSpec(conformance.output)];
  const floats = specsIn(inputSpec).every(({ dtype }) => dtype === 'float32');
  const make = (seed = 7, of = blueprint): Module<Tree, Tree> =>
    build(of, { input: inputSpec as never, seed }) as Module<Tree, Tree>; // of this spec
  const input = (samples = SAMPLES): Tree => draw(inputSpec, { samples, ids, length: LENGTH });
  const outputShapes = (samples = SAMPLES): Shape[] => shapesOf(outputSpec, { samples, length: LENGTH });

  const withModel =
    (f: (model: Module<Tree, Tree>) => unknown | Promise<unknown>): Check['run'] =>
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
  const when = (condition: boolean, ...checks: Check[]): Check[] => (condition ? checks : []);

  return [
    {
      name: 'announces the shape that it gives',
      run: withModel((model) => {
        expect(formatSpec(blueprint.outputSpec(inputSpec))).toBe(formatSpec(outputSpec));
        const y = leaves(model.forward(input(), context(false)));
        expect(y.map(({ shape }) => shape)).toEqual(outputShapes());
        expect(y.map(({ dtype }) => dtype)).toEqual(specsIn(outputSpec).map(({ dtype }) => dtype));
      }),
    },
    {
      name: 'has these parameters',
      run: withModel((model) => {
        const found = [...parameters(model)];
        expect(Object.fromEntries(found.map(([path, { shape }]) => [path, shape]))).toEqual(shapes);
        expect(found.flatMap(([path, { buffer }]) => (buffer ? [path] : []))).toEqual(buffers);
      }),
    },
    {
      name: 'describes what it will build',
      run: () => {
        const found = described(blueprint, inputSpec);
        expect(Object.fromEntries(found.map(({ path, shape }) => [path, shape]))).toEqual(shapes);
        expect(found.flatMap(({ path, buffer }) => (buffer ? [path] : []))).toEqual(buffers);
      },
    },
    ...when(registry !== undefined, {
      name: 'is made again from its config',
      run: withModel(async (model) => {
        const config = JSON.parse(JSON.stringify(blueprint.config)) as Json;
        const again = fromConfig(config, registry!) as Blueprint<unknown, unknown>; // all kinds are built alike
        expect(again.config).toEqual(config);
        const other = make(7, again);
        await expectSame(other.forward(input(), context(false)), model.forward(input(), context(false)));
        other.dispose();
      }),
    }),
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
        disposeAll(model.forward(x, context(true))); // moves the buffers
        loadState(other, stateDict(model));
        await expectSame(other.forward(x, context(false)), model.forward(x, context(false)));
        other.dispose();
      }),
    },
    ...inBothModes((training, mode) => ({
      name: `returns a new tensor, reads none, and leaves its input alone ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        await expectNoLeak(() => expectNoReads(() => model.forward(x, context(training))));
        for (const one of leaves(x)) {
          assert.isFalse(one.isDisposed, 'it disposed its input');
          await one.data();
        }
        disposeAll(model.forward(x, context(training)));
        for (const [path, { value }] of parameters(model)) assert.isFalse(value.isDisposed, `it disposed ${path}`);
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `runs as it goes forward ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const y = model.forward(x, context(training));
        await expectNoLeak(() => expectNoReads(() => model.run({ x }, context(training))));
        await expectAlike(model.run({ x }, context(training)).outputs, y, tolerance);
        const state = model.initialState({ batch: SAMPLES, length: 2 * LENGTH });
        await expectNoLeak(() => model.run({ x, state }, context(training)));
        await expectAlike(model.run({ x, state }, context(training)).outputs, y, tolerance);
      }),
    })),
    ...when(masks, {
      name: 'does not see what a mask hides',
      run: withModel(async (model) => {
        const time = leaves(input())[0]!.shape[1]!;
        const mask = tensor2d(
          Array.from({ length: SAMPLES }, (_, sample) => Array.from({ length: time }, (_, t) => Number(t !== sample))),
        );
        const answers = async (x: Tree): Promise<Tree> => {
          await expectNoLeak(() => {
            const { outputs, state, mask: after } = model.run({ x, mask }, context(false));
            return { outputs, state, after: after === mask ? undefined : after }; // one that is handed on is no new one
          });
          const { outputs, mask: after } = model.run({ x, mask }, context(false));
          return after === undefined
            ? outputs
            : rebuild(
                outputs,
                leaves(outputs).map((y) => mul(y, alongTime(after, y))),
              );
        };
        const x = input();
        const visible = leaves(x).map((one) => tidy(() => cast(mul(one, alongTime(mask, one)), one.dtype)));
        await expectAlike(await answers(rebuild(x, visible)), await answers(x), tolerance);
      }),
    }),
    ...inBothModes((training, mode) => ({
      name: `leaves nothing behind when differentiated ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const own = Object.fromEntries(trainable(model).map(([path, { value }]) => [path, value]));
        const given = Object.fromEntries(floatsIn(x).map((one, i) => [`x ${i}`, one]));
        const of = { ...given, ...own };
        if (Object.keys(of).length === 0) return;
        await expectNoLeak(() => valueAndGradients(() => meanSquare(model.forward(x, context(training))), of));
      }),
    })),
    ...inBothModes((training, mode) => ({
      name: `has the gradients of the differences ${mode}`,
      run: withModel(async (model) => {
        const x = input();
        const own = trainable(model).map(([, parameter]) => parameter);
        const count = leaves(x).length;
        if (floatsIn(x).length + own.length === 0) return; // nothing to differentiate by
        if (training && (await isSame(model.forward(x, context(true)), model.forward(x, context(false))))) return; // checked
        await checkGradients(
          (...values) => {
            const loans = new Map(own.map((parameter, i) => [parameter, values[count + i]!]));
            const forward = (): Tensor => inOne(model.forward(rebuild(x, values.slice(0, count)), context(training)));
            const { result, assigned } = Parameter.lend(loans, () => tidy(forward));
            for (const tensor of assigned.values()) tensor.dispose();
            return result;
          },
          [...leaves(x), ...own.map(({ value }) => value)],
          { elements: ELEMENTS, ...gradients },
        );
      }),
    })),
    ...when(batchIndependent, {
      name: 'answers about a batch as about each sample',
      run: withModel(async (model) => {
        const x = input();
        const y = model.forward(x, context(false));
        const alone = Array.from({ length: SAMPLES }, (_, i) => leaves(model.forward(sampleOf(x, i), context(false))));
        const together = leaves(y).map((_, k) =>
          concat(
            alone.map((one) => one[k]!),
            0,
          ),
        );
        await expectAlike(y, rebuild(y, together), tolerance);
      }),
    }),
    ...when(emptyBatch, {
      name: 'answers nothing about an empty batch',
      run: withModel((model) => {
        const y = leaves(model.forward(input(0), context(false)));
        expect(y.map(({ shape }) => shape)).toEqual(outputShapes(0));
      }),
    }),
    ...when(floats && propagatesNaN, {
      name: 'hides no NaN, and spreads it to no other sample',
      run: withModel(async (model) => {
        const drawn = input();
        const [first, ...others] = leaves(drawn) as [Tensor, ...Tensor[]];
        const x = await first.data();
        x[0] = Number.NaN;
        const y = leaves(model.forward(rebuild(drawn, [tensor(x, first.shape), ...others]), context(false)));
        const [own, rest]: [number[], number[]] = [[], []];
        for (const one of y) {
          const values = [...(await one.data())];
          own.push(...values.slice(0, one.size / SAMPLES));
          rest.push(...values.slice(one.size / SAMPLES));
        }
        assert.isTrue(own.some(Number.isNaN), 'a NaN in sample 0 gave no NaN in its answer');
        if (batchIndependent) assert.isFalse(rest.some(Number.isNaN), 'it reached sample 1');
      }),
    }),
    ...when(floats && finite, {
      name: 'is finite at ±1e4',
      run: withModel(async (model) => {
        for (const training of [false, true]) {
          const random = RandomStream.fromSeed(1);
          const drawn = input();
          const large = leaves(drawn).map(({ shape, size }) =>
            tensor(
              Float32Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1e4 : 1e4)),
              shape,
            ),
          );
          for (const y of leaves(model.forward(rebuild(drawn, large), context(training)))) {
            const values = await y.data();
            assert.isTrue(values.every(Number.isFinite), `training: ${training}, ${values}`);
          }
        }
      }),
    }),
    ...errorChecks(errors.map((error) => ({ ...error, run: () => error.run(make() as unknown as Module) }))), // an error by its input, of any kind
  ];
}

/** Draws that are the same in each call, so that dropout drops the same. */
function context(training: boolean): Context {
  return { training, random: randomKeys(RandomStream.fromSeed(3)) };
}

function trainable(model: Module<never, unknown>): (readonly [string, Parameter])[] {
  return [...parameters(model)].filter(([, parameter]) => parameter.trainable);
}

function floatsIn(value: Tree): Tensor[] {
  return leaves(value).filter(({ dtype }) => dtype === 'float32');
}

function disposeAll(value: Tree): void {
  for (const tensor of leaves(value)) tensor.dispose();
}

function meanSquare(y: Tree): Scalar {
  return mean(square(inOne(y)));
}

/** All numbers of a value in one tensor; a tensor as it is. */
function inOne(y: Tree): Tensor {
  const all = leaves(y);
  return all.length === 1 ? all[0]! : concat(all.map((one) => reshape(one, [one.size])));
}

/** A mask [batch, time] with as many axes as `of`. */
function alongTime(mask: Tensor2D, of: Tensor): Tensor {
  return reshape(mask, [...mask.shape, ...new Array<number>(of.rank - 2).fill(1)]);
}

async function isSame(a: Tree, b: Tree): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((one) => Promise.all(leaves(one).map((leaf) => leaf.data()))));
  return first!.every((data, i) => data.every((value, k) => Object.is(value, second![i]![k])));
}

async function expectSame(actual: Tree, expected: Tree): Promise<void> {
  const [a, b] = [leaves(actual), leaves(expected)];
  expect(a.length).toBe(b.length);
  for (const [i, one] of a.entries()) expect(await one.data()).toEqual(await b[i]!.data());
}

async function expectAlike(actual: Tree, expected: Tree, tolerance: Tolerance): Promise<void> {
  const [a, b] = [leaves(actual), leaves(expected)];
  expect(a.length).toBe(b.length);
  for (const [i, one] of a.entries()) await expectClose(one, b[i]!, tolerance);
}

type Described = { readonly path: string; readonly shape: Shape; readonly buffer: boolean };

/** The parameters that a blueprint says it will build. */
function described(blueprint: AnyBlueprint, input: Spec, below = ''): Described[] {
  const { parameters: own = {}, buffers = [], children = {} } = blueprint.describe?.(input) ?? {};
  return [
    ...Object.entries(own).map(([name, { shape }]) => ({
      path: `${below}${name}`,
      shape: shape as Shape, // a parameter's sizes are known
      buffer: buffers.includes(name),
    })),
    ...Object.entries(children).flatMap(([path, [child, spec]]) => described(child, spec, `${below}${path}.`)),
  ];
}
