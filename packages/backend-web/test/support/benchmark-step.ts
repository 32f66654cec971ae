import { build, RandomStream, stepInput } from '@neurite/core';
import { dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState } from '@neurite/training';
import { dispose, oneHot, type Tensor1D, type Tensor2D, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';

const FEATURES = 784;
const CLASSES = 10;
const BATCH = 4; // of the benchmarks' 128: it changes the work of a dispatch, not their number

/** A train step that reads its loss, and its disposal. */
export type BenchmarkStep = { run(): Promise<number>; end(): void };

function batch(): { x: Tensor2D; y: ReturnType<typeof tensor> } {
  const random = RandomStream.fromSeed(1);
  const x = tensor(random.uniforms(BATCH * FEATURES), [BATCH, FEATURES]) as Tensor2D;
  const y = tensor(
    Int32Array.from({ length: BATCH }, () => random.integer(CLASSES)),
    [BATCH],
    'int32',
  );
  return { x, y };
}

/** The train step of the benchmarks' MLP, in neurite. */
export function ourStep(): BenchmarkStep {
  const network = sequential(dense(512), relu(), dense(512), relu(), dense(CLASSES));
  const model = build(network, { input: [FEATURES] });
  const optimizer = adam({ learningRate: 1e-3 });
  const step = createTrainStep(model, { loss: softmaxCrossEntropy, optimizer });
  const data = batch();
  const random = RandomStream.fromSeed(2);
  let state = initialState(model, optimizer);
  return {
    run: async () => {
      const next = step(state, data, stepInput(random, state));
      const [loss] = await next.loss.data();
      next.loss.dispose();
      disposeState(state);
      state = next.state;
      return loss!;
    },
    end: () => {
      disposeState(state);
      model.dispose();
      dispose([data.x, data.y]);
    },
  };
}

/** The same in tfjs-layers. */
export function peerStep(): BenchmarkStep {
  const model = peerSequential({
    layers: [
      layers.dense({ units: 512, activation: 'relu', inputShape: [FEATURES] }),
      layers.dense({ units: 512, activation: 'relu' }),
      layers.dense({ units: CLASSES, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const { x, y } = batch();
  const target = oneHot(y as Tensor1D, CLASSES);
  return {
    run: async () => Number(await model.trainOnBatch(x, target)),
    end: () => {
      model.dispose();
      dispose([x, y, target]);
    },
  };
}
