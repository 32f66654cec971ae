import type { Blueprint, Metric, Module } from '@neurite/core';
import { parameters, ShapeError } from '@neurite/core';
import { dense, sequential } from '@neurite/layers';
import { meanSquaredError, sigmoidCrossEntropy, softmaxCrossEntropy } from '@neurite/losses';
import { accuracy, binaryAccuracy } from '@neurite/metrics';
import {
  abs,
  add,
  mul,
  type Scalar,
  sigmoid,
  softmax,
  square,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { ACTIVATION_MAKERS } from './makers.js';
import type { NetworkConfig } from './network-config.js';
import { classesOf, type TaskKind } from './samples.js';

/** What a network is trained for: regression, yes or no, one of several. */
export type Task = {
  readonly kind: TaskKind;
  /** Numbers that come out of the network. */
  readonly outputs: number;
  readonly loss: (predictions: Tensor, targets: Tensor) => Scalar;
  /** Undefined for regression. */
  readonly metric: Metric | undefined;
  /** What the output means: the number, or probabilities. */
  readonly answer: (output: Tensor2D) => Tensor2D;
};

/** The task that the points set. */
export function taskOf(config: Pick<NetworkConfig, 'data' | 'points'>): Task {
  const classes = classesOf(config);
  if (classes === 0) {
    return {
      kind: 'regression',
      outputs: 1,
      loss: (predictions, targets) => meanSquaredError(predictions, targets),
      metric: undefined,
      answer: (output) => output.clone(),
    };
  }
  if (classes === 2) {
    return {
      kind: 'binary',
      outputs: 1,
      loss: (predictions, targets) => sigmoidCrossEntropy(predictions, targets),
      metric: binaryAccuracy(),
      answer: (output) => sigmoid(output),
    };
  }
  return {
    kind: 'classes',
    outputs: classes,
    loss: (predictions, targets) => softmaxCrossEntropy(predictions, targets),
    metric: accuracy,
    answer: (output) => softmax(output),
  };
}

/** The network of a configuration: layer after layer, each with its activation but the last. */
export function networkOf(config: NetworkConfig): Blueprint<Tensor2D, Tensor2D> {
  const activation = ACTIVATION_MAKERS[config.activation];
  const hidden = config.hidden.flatMap((units) =>
    activation === undefined ? [dense(units)] : [dense(units), activation()],
  );
  // Ranks cannot be checked for a list that is not known before; every one of these layers takes and gives rank 2.
  return sequential(...[...hidden, dense(taskOf(config).outputs)]) as Blueprint<Tensor2D, Tensor2D>;
}

/** The loss with the penalty on the kernels that the settings ask for at the moment. */
export function penalizedLoss(
  model: Module<never, unknown>,
  { loss, settings }: { readonly loss: Task['loss']; readonly settings: () => NetworkConfig },
): Task['loss'] {
  const kernels = [...parameters(model)].filter(([path]) => path.endsWith('kernel')).map(([, parameter]) => parameter);
  return (predictions, targets) => {
    const { regularization, penalty } = settings();
    if (regularization === 'none') return loss(predictions, targets);
    const size = (kernel: Tensor): Tensor =>
      regularization === 'l1' ? sum(abs(kernel)) : mul(sum(square(kernel)), 0.5);
    return kernels.reduce<Tensor>(
      (total, { value }) => add(total, mul(size(value), penalty)),
      loss(predictions, targets),
    ) as Scalar; // a sum of scalars
  };
}

/** The layers of a `sequential`, in their order. */
export function layersOf(model: Module<Tensor2D, Tensor2D>): readonly Module<Tensor2D, Tensor2D>[] {
  if ('layers' in model && Array.isArray(model.layers)) return model.layers;
  throw new ShapeError({ where: 'layersOf', problem: 'the network is no sequential' });
}
