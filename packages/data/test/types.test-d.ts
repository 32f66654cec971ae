import {
  type Augmentation,
  type Dataset,
  type Example,
  type HostArray,
  type HostValue,
  hostArray,
} from '@neurite/core';
import { augment, type DataPipeline, fromArrays, fromIterable, kFold, split, stack, zip } from '../src/index.js';
import { mnist } from '../src/mnist.js';

const x = hostArray(new Float32Array(8), [4, 2]);
const data = fromArrays({ x, y: new Int32Array(4) });

// What comes out keeps the names and the kinds of arrays.
data.batch(2) satisfies DataPipeline<{ readonly x: HostArray<'float32'>; readonly y: HostArray<'int32'> }>;
data satisfies Dataset<Example>;
data.batch(2) satisfies Dataset<Example>;
data.map(({ y }) => y.data[0]!).batch(2) satisfies DataPipeline<HostArray<'float32'>>;
data.window(3).map(stack) satisfies DataPipeline<{ readonly x: HostArray<'float32'> }>;
data.map(async ({ x }) => [x, 1] as const).batch(2) satisfies DataPipeline<
  readonly [HostArray<'float32'>, HostArray<'float32'>]
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

declare const flip: Augmentation<boolean>;
fromIterable<Example>([]).augment(flip, { x: 'image' }) satisfies DataPipeline<Example>;
data.augment(flip, { x: 'signal', y: 'label' }, { seed: 1 }) satisfies typeof data;
data.augment((sample, random) => ({ ...sample, z: random.uniform() })) satisfies DataPipeline<{ readonly z: number }>;
// @ts-expect-error float32 is no mask
data.augment(flip, { x: 'mask' });
// @ts-expect-error a sample has no such field
data.augment(flip, { z: 'image' });
// @ts-expect-error numbers have no fields
fromIterable([1, 2]).augment(flip, { x: 'image' });
// Text has no batch axis: there is no such batch.
fromIterable(['one']).batch(2) satisfies DataPipeline<never>;
// What else holds numbers becomes float32, in lists and records too.
const tree = fromArrays({
  x: {
    image: hostArray(new Uint8Array(8), [2, 2, 2]),
    size: [
      [1, 2],
      [3, 4],
    ],
  },
  y: [new Float64Array(2), Int32Array.of(1, 2)],
  weights: [1, 0],
});
tree satisfies DataPipeline<{
  readonly x: { readonly image: HostArray<'uint8'>; readonly size: HostArray<'float32'> };
  readonly y: readonly [HostArray<'float32'>, HostArray<'int32'>];
  readonly weights: HostArray<'float32'>;
}>;
tree.batch(2) satisfies Dataset<Example<HostValue, HostValue>>;
tree.augment(flip, { x: { image: 'image' }, y: [undefined, 'label'] }) satisfies typeof tree;
// @ts-expect-error text is no array of samples
fromArrays({ x: ['one', 'two'] });

// A lifted augmentation takes samples that have its fields, and gives back what it was given.
const lifted = augment(flip, { x: { photo: 'image' }, y: 'label' });
const photo = hostArray(new Uint8Array(4), [2, 2, 1]);
lifted.apply({ x: { photo, id: 'a' }, y: photo }, true) satisfies { x: { photo: HostArray<'uint8'>; id: string } };
// @ts-expect-error float32 alone is a signal
augment(flip, { x: 'signal' }).apply({ x: photo }, true);
// @ts-expect-error there is no such kind
augment(flip, { x: 'picture' });
