import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { type Augmentation, type Blueprint, build, type Example, hostArray } from '@neurite/core';
import { type DataPipeline, fromArrays, split } from '@neurite/data';
import { imageFolder } from '@neurite/data/image-folder';
import { mnist } from '@neurite/data/mnist';
import { compose, randomAffine, randomHorizontalFlip } from '@neurite/data-augmentation';
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adamW, warmupCosine } from '@neurite/optimizers';
import { evaluate, fit } from '@neurite/training';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/**
 *     node benchmarks/dist/experiments/augmentation.js page.md
 *
 * What augmentation brings where there is little data: test accuracy with and without, of the same network, the same number
 * of steps and the same seeds. `NEURITE_PETS` is a folder with `train` and `test`, each with a folder of photographs for
 * each class; without it that part is left out. Ends with exit code 1 where augmentation does not win by as much as it must.
 */

type Experiment = {
  readonly title: string;
  readonly train: (seed: number) => Promise<DataPipeline<Example>>;
  readonly test: DataPipeline<Example>;
  readonly network: Blueprint<Tensor4D, Tensor2D>;
  readonly input: readonly [height: number, width: number, channels: number];
  readonly augmentation: Augmentation;
  readonly recipe: string;
  readonly epochs: number;
  readonly seeds: readonly number[];
  /** Points of accuracy by which the mean must be greater. */
  readonly atLeast: number;
};

const PEAK = 3e-3;
const BATCH = 32;

async function trained(
  { test, network, input, augmentation, epochs }: Experiment,
  { train, seed, isAugmented }: { train: DataPipeline<Example>; seed: number; isAugmented: boolean },
): Promise<number> {
  using model = build(network, { input, seed });
  const samples = isAugmented ? train.augment(augmentation, { x: 'image', y: 'label' }) : train;
  const batches = samples.shuffle().batch(BATCH);
  const steps = epochs * batches.size!;
  const optimizer = adamW({ learningRate: warmupCosine({ peak: PEAK, steps }) });
  await fit(model, batches, { epochs, loss: softmaxCrossEntropy, optimizer, seed });
  const { metrics } = await evaluate(model, test.batch(200), { metrics: { accuracy } });
  return 100 * metrics.accuracy;
}

/** @returns the lines of the page, and whether augmentation won by as much as it must */
async function run(experiment: Experiment): Promise<{ readonly lines: readonly string[]; readonly isWon: boolean }> {
  const { title, seeds, atLeast, recipe, epochs } = experiment;
  const found: [without: number, augmented: number][] = [];
  for (const seed of seeds) {
    const train = await experiment.train(seed);
    const pair: [number, number] = [
      await trained(experiment, { train, seed, isAugmented: false }),
      await trained(experiment, { train, seed, isAugmented: true }),
    ];
    found.push(pair);
    console.log(`${title}, seed ${seed}: ${pair.map((value) => value.toFixed(2)).join(' % without, ')} % with`);
  }
  const of = (side: 0 | 1): readonly number[] => found.map((pair) => pair[side]);
  const gain = mean(of(1)) - mean(of(0));
  const cells = (values: readonly number[]): string =>
    [...values, mean(values), deviation(values)].map((value) => value.toFixed(2)).join(' | ');
  return {
    isWon: gain >= atLeast && gain > 0,
    lines: [
      `## ${title}`,
      '',
      `${epochs} epochs, batches of ${BATCH}, AdamW with a warm-up to ${PEAK} and a cosine to 0. Augmentation: ${recipe}.`,
      `It brings ${gain.toFixed(2)} points; ${atLeast === 0 ? 'more than 0' : `at least ${atLeast}`} are asked for.`,
      '',
      `| test accuracy, % | ${seeds.map((seed) => `seed ${seed}`).join(' | ')} | mean | standard deviation |`,
      `| --- |${' ---: |'.repeat(seeds.length + 2)}`,
      `| without | ${cells(of(0))} |`,
      `| augmented | ${cells(of(1))} |`,
      '',
    ],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));
}

/** 500 digits of MNIST, others for each seed; the test digits are the same ones, and never trained on. */
async function digits(): Promise<Experiment> {
  const label = ({ y }: Example): number => y.data[0]!;
  const { rest, test } = await split(await mnist(), { rest: 0.7, test: 0.3 }, { seed: 0, stratify: label });
  return {
    title: '500 digits of MNIST, 3,000 to test',
    train: async (seed) => {
      const { few } = await split(rest, { few: 500 / 7000, others: 6500 / 7000 }, { seed, stratify: label });
      return few;
    },
    test,
    input: [28, 28, 1],
    network: sequential(
      conv2d(16, 5),
      relu(),
      maxPool2d(2),
      conv2d(32, 3),
      relu(),
      maxPool2d(2),
      flatten(),
      dropout(0.3),
      dense(10),
    ),
    augmentation: randomAffine({ rotation: 12, shift: 2, scale: 0.12, shear: 8 }) as Augmentation,
    recipe: 'rotation ±12°, shift ±2 pixels, scale ±12 %, shear ±8°',
    epochs: 40,
    seeds: [1, 2, 3, 4, 5],
    atLeast: 1,
  };
}

const SIDE = 32;

/** Photographs of a folder, in memory: they are read once for each epoch. */
async function photographs(folder: string): Promise<DataPipeline<Example>> {
  const { data } = await imageFolder(folder, { size: SIDE });
  const [images, labels] = [[] as Uint8Array[], [] as number[]];
  for await (const { x, y } of data) {
    images.push(x.data);
    labels.push(y.data[0]!);
  }
  const values = new Float32Array(images.length * SIDE * SIDE * 3);
  for (const [i, image] of images.entries()) {
    values.set(
      Float32Array.from(image, (value) => value / 255),
      i * SIDE * SIDE * 3,
    );
  }
  return fromArrays({ x: hostArray(values, [images.length, SIDE, SIDE, 3]), y: Int32Array.from(labels) });
}

async function pets(folder: string): Promise<Experiment> {
  const all = await photographs(join(folder, 'train'));
  const label = ({ y }: Example): number => y.data[0]!;
  const test = await photographs(join(folder, 'test'));
  return {
    title: `Half of ${all.size} photographs of cats and dogs, ${SIDE} × ${SIDE}, ${test.size} to test`,
    train: async (seed) => (await split(all, { half: 0.5, other: 0.5 }, { seed, stratify: label })).half,
    test,
    input: [SIDE, SIDE, 3],
    network: sequential(
      conv2d(16, 3),
      relu(),
      maxPool2d(2),
      conv2d(32, 3),
      relu(),
      maxPool2d(2),
      conv2d(64, 3),
      relu(),
      maxPool2d(2),
      flatten(),
      dropout(0.3),
      dense(2),
    ),
    augmentation: compose([
      randomHorizontalFlip(),
      randomAffine({ rotation: 8, shift: 2, scale: 0.12, fill: 0.43 }),
    ] as readonly Augmentation[]) as Augmentation,
    recipe: 'horizontal flips, rotation ±8°, shift ±2 pixels, scale ±12 %',
    epochs: 60,
    seeds: [1, 2, 3],
    atLeast: 0,
  };
}

await useWasm();
const results = [await run(await digits())];
const folder = process.env.NEURITE_PETS;
const reason =
  folder === undefined
    ? 'NEURITE_PETS names no folder'
    : existsSync(join(folder, 'train')) && existsSync(join(folder, 'test'))
      ? undefined
      : 'the folder of NEURITE_PETS has no parts train and test';
if (reason === undefined) results.push(await run(await pets(folder!)));
else console.log(`Photographs of cats and dogs: skipped, ${reason}`);
const page = [
  '# What augmentation brings',
  '',
  'Made by `npm run check -- augmentation`: test accuracy after the last epoch, with the same network, steps and seeds.',
  '',
  ...results.flatMap(({ lines }) => lines),
  ...(reason === undefined ? [] : [`Photographs of cats and dogs were skipped: ${reason}.`, '']),
];
const [, , file] = process.argv;
if (file === undefined) console.log(page.join('\n'));
else writeFileSync(file, page.join('\n'));
process.exitCode = results.every(({ isWon }) => isWon) ? 0 : 1;
