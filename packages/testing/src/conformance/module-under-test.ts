import {
  type AnyBlueprint,
  type Blueprint,
  build,
  type Context,
  type Module,
  RandomStream,
  type Registry,
  randomKeys,
  type Shape,
  type Spec,
  type SpecInput,
  type TensorTree,
  toSpec,
} from '@neurite/core';
import type { Check } from '../check.js';
import type { GradientCheckOptions } from '../check-gradients.js';
import type { Tolerance } from '../expect-close.js';
import type { ExpectedError } from './expected-error.js';
import { draw, shapesOf } from './samples.js';

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

export const SAMPLES = 3;
/** Stands for every size of null. */
export const LENGTH = 3;

/** A blueprint with what its checks need. */
export type ModuleUnderTest = {
  readonly blueprint: Blueprint<unknown, unknown>;
  readonly inputSpec: Spec;
  readonly outputSpec: Spec;
  /** Builds the blueprint, or another one for the same input. */
  readonly make: (seed?: number, of?: Blueprint<unknown, unknown>) => Module<TensorTree, TensorTree>;
  readonly input: (samples?: number) => TensorTree;
  readonly outputShapes: (samples?: number) => Shape[];
  /** A check of a model that is built for it, and disposed of after. */
  readonly withModel: (f: (model: Module<TensorTree, TensorTree>) => unknown | Promise<unknown>) => Check['run'];
};

/** What the checks of a module share. */
export function moduleUnderTest({
  blueprint: given,
  input: inputOf,
  output,
  ids = 5,
}: ModuleConformance): ModuleUnderTest {
  const blueprint = given as Blueprint<unknown, unknown>; // all kinds are built alike
  const [inputSpec, outputSpec] = [toSpec(inputOf), toSpec(output)];
  const make = (seed = 7, of = blueprint): Module<TensorTree, TensorTree> =>
    build(of, { input: inputSpec as never, seed }) as Module<TensorTree, TensorTree>; // of this spec
  return {
    blueprint,
    inputSpec,
    outputSpec,
    make,
    input: (samples = SAMPLES) => draw(inputSpec, { samples, ids, length: LENGTH }),
    outputShapes: (samples = SAMPLES) => shapesOf(outputSpec, { samples, length: LENGTH }),
    withModel: (f) => async () => {
      const model = make();
      try {
        await f(model);
      } finally {
        model.dispose();
      }
    },
  };
}

/** Draws that are the same in each call, so that dropout drops the same. */
export function contextOfTest(training: boolean): Context {
  return { training, random: randomKeys(RandomStream.fromSeed(3)) };
}
