import type { WebReport } from '@neurite/backend-web';
import { build, type HostArray, hostArray, inference, type Module, type Run, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { tensorsToSafetensors } from '@neurite/formats';
import { conv2d, dense, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { resilient, type TrainingJob } from '@neurite/training-worker';
import { dispose, softmax, type Tensor2D, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { loadWeights } from '../network/weights.js';
import { workerEngine } from '../training/worker-engine.js';
import type { ImageSet } from './image-classes.js';
import { namesOf } from './image-files.js';
import { IMAGE_BYTES, SIDE } from './small-image.js';

export type ImagesInput = {
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Their names. */
  readonly classes: readonly string[];
  /** A file of weights to begin with; undefined for those of the seed. */
  readonly weights: Uint8Array | undefined;
};

/** What is asked while it trains, or is held. */
export type ImagesQuestion =
  /** Answered with the probabilities of an image. */
  | { readonly type: 'classify'; readonly pixels: Uint8Array }
  /** Answered with a safetensors file that also names the classes. */
  | { readonly type: 'save' };

/** For each true class, how often the network says each class. */
export type Confusion = readonly (readonly number[])[];

/** How well images are told apart. */
export type ImagesScore = {
  /** The mean cross entropy. */
  readonly loss: number;
  readonly counts: Confusion;
};

/** How far the training is. */
export type ImagesProgress = {
  readonly epoch: number;
  readonly step: number;
  readonly train: ImagesScore;
  /** Undefined where there are no test images. */
  readonly test: ImagesScore | undefined;
};

const BATCH = 16;
/** One white image. */
const BLANK: ImageSet = { pixels: new Uint8Array(IMAGE_BYTES).fill(255), labels: Uint8Array.of(0) };
/** More than anybody waits for. */
const PASSES = 1e9;

type Network = Module<Tensor4D, Tensor2D>;

/**
 * Trains a small convolutional network on images until the page ends it. Without images to train on, it only answers: the
 * page holds it before its first step.
 */
export async function trainImages({
  input,
  callback,
  show,
  answer,
  onMove,
}: TrainingJob<ImagesInput, WebReport>): Promise<void> {
  const classes = input.classes.length;
  const test = input.test;
  const train = input.train.labels.length > 0 ? input.train : BLANK;
  using model = buildNetwork(classes);
  if (input.weights !== undefined) loadWeights(model, input.weights);
  const stepsPerEpoch = Math.ceil(train.labels.length / BATCH);
  const trained = (run: Run): Network => run.model as Network; // it is this one
  show(
    async (run): Promise<ImagesProgress> => ({
      epoch: Math.ceil(run.step / stepsPerEpoch),
      step: run.step,
      train: await scoreOf(trained(run), train, classes),
      test: test.labels.length === 0 ? undefined : await scoreOf(trained(run), test, classes),
    }),
  );
  answer((asked, run) => {
    const question = asked as ImagesQuestion; // only the page asks
    return question.type === 'classify'
      ? probabilities(trained(run), question.pixels)
      : tensorsToSafetensors(stateDict(trained(run)), { metadata: namesOf(input.classes) });
  });
  const x = hostArray(scaled(train.pixels), [train.labels.length, SIDE, SIDE, 3]);
  const y = hostArray(Int32Array.from(train.labels));
  await resilient(
    model,
    (survival) =>
      fit(
        model,
        // To fit all passes are one epoch: it would keep a record of each.
        fromArrays({ x, y } satisfies Record<string, HostArray>)
          .shuffle()
          .batch(BATCH)
          .repeat(PASSES),
        {
          epochs: 1,
          loss: softmaxCrossEntropy,
          optimizer: adam({ learningRate: 0.002 }),
          callbacks: [survival, callback],
          seed: 1,
        },
      ),
    { engine: workerEngine, onMove },
  );
}

/** The network for so many classes, before it has learned anything; the caller owns it. */
export function buildNetwork(classes: number): Network {
  const network = sequential(
    conv2d(8, 3),
    relu(),
    maxPool2d(2),
    conv2d(16, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(32),
    relu(),
    dense(classes),
  );
  return build(network, { input: [SIDE, SIDE, 3], seed: 1 });
}

/** The probabilities of each image, one after another. */
async function probabilities(model: Network, pixels: Uint8Array): Promise<Float32Array> {
  const said = tidy(() => {
    const x = tensor4d(scaled(pixels), [pixels.length / IMAGE_BYTES, SIDE, SIDE, 3]);
    return softmax(model.forward(x, inference()));
  });
  const numbers = Float32Array.from(await said.data());
  dispose(said);
  return numbers;
}

async function scoreOf(model: Network, { pixels, labels }: ImageSet, classes: number): Promise<ImagesScore> {
  const said = await probabilities(model, pixels);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (const [i, label] of labels.entries()) {
    const own = said.subarray(i * classes, (i + 1) * classes);
    counts[label]![own.indexOf(Math.max(...own))]!++;
    // The smallest probability that float32 tells from 0.
    loss -= Math.log(Math.max(own[label]!, 1e-38)) / labels.length;
  }
  return { loss, counts };
}

function scaled(pixels: Uint8Array): Float32Array {
  return Float32Array.from(pixels, (value) => value / 127.5 - 1);
}
