import { type Augmentation, type Dataset, type Example, type HostArray, hostArray } from '@neurite/core';
import { type DataPipeline, fromArrays, fromIterable, kFold, mnist, split, stack, zip } from '../src/index.js';

const x = hostArray(new Float32Array(8), [4, 2]);
const data = fromArrays({ x, y: new Int32Array(4) });

// What comes out keeps the names and the kinds of arrays.
data.batch(2) satisfies DataPipeline<{ readonly x: HostArray<Float32Array>; readonly y: HostArray<Int32Array> }>;
data satisfies Dataset<Example>;
data.batch(2) satisfies Dataset<Example>;
data.map(({ y }) => y.data[0]!).batch(2) satisfies DataPipeline<HostArray<Float32Array>>;
data.window(3).map(stack) satisfies DataPipeline<{ readonly x: HostArray<Float32Array> }>;
data.map(async ({ x }) => [x, 1] as const).batch(2) satisfies DataPipeline<
  readonly [HostArray<Float32Array>, HostArray<Float32Array>]
>;
zip({ a: data, b: fromIterable(['one']) }) satisfies DataPipeline<{ readonly b: string }>;

// A split knows its parts and what is in them, from arrays and from datasets.
const parts = await split(await mnist(), { train: 0.8, test: 0.2 }, { stratify: ({ y }) => y.data[0]! });
parts.train satisfies Dataset<Example>;
const folds = await kFold(fromIterable([{ id: 'a' }]), 2, { group: ({ id }) => id });
folds[0]!.train satisfies DataPipeline<{ id: string }>;
// @ts-expect-error no such part
parts.validation;
// @ts-expect-error a sample has no such field
await split(data, { train: 1 }, { stratify: ({ label }) => label });

declare const flip: Augmentation<Example, boolean>;
fromIterable<Example>([]).map(flip) satisfies DataPipeline<Example>;
// @ts-expect-error an augmentation of images is none of numbers
fromIterable([1, 2]).map(flip);
// Text has no batch axis: there is no such batch.
fromIterable(['one']).batch(2) satisfies DataPipeline<never>;
// @ts-expect-error float64 is no array of samples
fromArrays({ x: new Float64Array(4) });
