import type { Blueprint } from '@neurite/core';
import * as ours from '@neurite/layers';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** A layer of ours and of tfjs-layers, which takes the shape of its input, too. */
type Row = readonly [
  name: string,
  inputShape: readonly number[],
  layer: unknown,
  peer: (inputShape: number[]) => unknown,
];

const of1d = [128, 32] as const;
const of2d = [28, 28, 16] as const;
const of3d = [8, 12, 12, 8] as const;

const rows: readonly Row[] = [
  ['dense(256)', [512], ours.dense(256), (inputShape) => layers.dense({ units: 256, inputShape })],
  [
    'conv1d(64, 3)',
    of1d,
    ours.conv1d(64, 3),
    (inputShape) => layers.conv1d({ filters: 64, kernelSize: 3, inputShape }),
  ],
  [
    'conv2d(32, 3)',
    of2d,
    ours.conv2d(32, 3),
    (inputShape) => layers.conv2d({ filters: 32, kernelSize: 3, inputShape }),
  ],
  [
    'conv2d(32, 3, { strides: 2 })',
    of2d,
    ours.conv2d(32, 3, { strides: 2 }),
    (inputShape) => layers.conv2d({ filters: 32, kernelSize: 3, strides: 2, inputShape }),
  ],
  [
    'conv2d(32, 3, { dilation: 2 })',
    of2d,
    ours.conv2d(32, 3, { dilation: 2 }),
    (inputShape) => layers.conv2d({ filters: 32, kernelSize: 3, dilationRate: 2, inputShape }),
  ],
  [
    'conv3d(16, 3)',
    of3d,
    ours.conv3d(16, 3),
    (inputShape) => layers.conv3d({ filters: 16, kernelSize: 3, inputShape }),
  ],
  [
    'conv2dTranspose(16, 3, { strides: 2 })',
    [14, 14, 16],
    ours.conv2dTranspose(16, 3, { strides: 2 }),
    (inputShape) => layers.conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, inputShape }),
  ],
  [
    'depthwiseConv2d(3)',
    of2d,
    ours.depthwiseConv2d(3),
    (inputShape) => layers.depthwiseConv2d({ kernelSize: 3, inputShape }),
  ],
  [
    'separableConv2d(32, 3)',
    of2d,
    ours.separableConv2d(32, 3),
    (inputShape) => layers.separableConv2d({ filters: 32, kernelSize: 3, inputShape }),
  ],
  ['maxPool2d(2)', of2d, ours.maxPool2d(2), (inputShape) => layers.maxPooling2d({ poolSize: 2, inputShape })],
  [
    'averagePool2d(2)',
    of2d,
    ours.averagePool2d(2),
    (inputShape) => layers.averagePooling2d({ poolSize: 2, inputShape }),
  ],
  ['maxPool3d(2)', of3d, ours.maxPool3d(2), (inputShape) => layers.maxPooling3d({ poolSize: 2, inputShape } as never)], // strides follow
  ['batchNorm()', of2d, ours.batchNorm(), (inputShape) => layers.batchNormalization({ inputShape })],
  ['layerNorm()', of1d, ours.layerNorm(), (inputShape) => layers.layerNormalization({ epsilon: 1e-5, inputShape })],
  ['lstm(32)', [32, 16], ours.lstm(32), (inputShape) => layers.lstm({ units: 32, inputShape })],
  ['gru(32)', [32, 16], ours.gru(32), (inputShape) => layers.gru({ units: 32, inputShape })],
  ['simpleRnn(32)', [32, 16], ours.simpleRnn(32), (inputShape) => layers.simpleRNN({ units: 32, inputShape })],
];

/** Networks of one layer: a normalization before it needs its gradient by the input, and a dense layer of 10 classes follows. */
export const layerNetworks: readonly Network[] = rows.map(([name, inputShape, layer, peer]): Network => {
  const any = layer as Blueprint<Tensor, Tensor>; // of the rank of its input
  const isFlat =
    name.startsWith('lstm') || name.startsWith('gru') || name.startsWith('simpleRnn') || name.startsWith('dense');
  const tail = isFlat ? [ours.dense(10)] : [ours.flatten(), ours.dense(10)];
  return {
    key: `layer ${name}`,
    name: `${name} of [32, ${inputShape.join(', ')}]`,
    inputShape,
    classes: 10,
    batch: 32,
    // Rates are not shown.
    products: 0,
    firstProducts: 0,
    ours: (ours.sequential as (...all: unknown[]) => unknown)(
      ours.layerNorm({ epsilon: 1e-5 }),
      any,
      ...tail,
    ) as Network['ours'],
    peer: () =>
      sequential({
        layers: [
          layers.layerNormalization({ epsilon: 1e-5, inputShape: [...inputShape] }),
          peer([...inputShape]),
          ...(isFlat ? [] : [layers.flatten()]),
          layers.dense({ units: 10, activation: 'softmax' }),
        ] as never[], // layers of tfjs
      }),
  };
});
