import {
  adaptiveAveragePool2d,
  averagePool1d,
  averagePool2d,
  averagePool3d,
  globalAveragePool2d,
  globalMaxPool2d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  upsampling2d,
  zeroPadding2d,
} from '@neurite/layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-case.js';

const sequence = { shape: [128, 32], channelsFirst: true };
const image = { shape: [28, 28, 16], channelsFirst: true };
const volume = { shape: [8, 12, 12, 8], channelsFirst: true };

/** Pooling, and what makes images larger. */
export const pools: readonly LayerCase[] = [
  {
    ...sequence,
    name: 'maxPool1d(2)',
    ours: maxPool1d(2),
    tfjs: () => layers.maxPooling1d({ poolSize: 2 }),
    torch: 'nn.MaxPool1d(2)',
  },
  {
    ...sequence,
    name: 'averagePool1d(2)',
    ours: averagePool1d(2),
    tfjs: () => layers.averagePooling1d({ poolSize: 2 }),
    torch: 'nn.AvgPool1d(2)',
  },
  {
    ...image,
    name: 'maxPool2d(2)',
    ours: maxPool2d(2),
    tfjs: () => layers.maxPooling2d({ poolSize: 2 }),
    torch: 'nn.MaxPool2d(2)',
  },
  {
    ...image,
    name: 'maxPool2d(3, { strides: 2 })',
    ours: maxPool2d(3, { strides: 2 }),
    tfjs: () => layers.maxPooling2d({ poolSize: 3, strides: 2 }),
    torch: 'nn.MaxPool2d(3, 2)',
  },
  {
    ...image,
    name: 'averagePool2d(2)',
    ours: averagePool2d(2),
    tfjs: () => layers.averagePooling2d({ poolSize: 2 }),
    torch: 'nn.AvgPool2d(2)',
  },
  {
    ...volume,
    name: 'maxPool3d(2)',
    ours: maxPool3d(2),
    tfjs: () => layers.maxPooling3d({ poolSize: 2, strides: 2 } as never), // numbers are taken, too
    torch: 'nn.MaxPool3d(2)',
  },
  {
    ...volume,
    name: 'averagePool3d(2)',
    ours: averagePool3d(2),
    tfjs: () => layers.averagePooling3d({ poolSize: 2, strides: 2 } as never), // numbers are taken, too
    torch: 'nn.AvgPool3d(2)',
  },
  {
    ...image,
    name: 'globalAveragePool2d()',
    ours: globalAveragePool2d(),
    tfjs: () => layers.globalAveragePooling2d({}),
    torch: 'nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())',
  },
  {
    ...image,
    name: 'globalMaxPool2d()',
    ours: globalMaxPool2d(),
    tfjs: () => layers.globalMaxPooling2d({}),
    torch: 'nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten())',
  },
  {
    ...image,
    name: 'adaptiveAveragePool2d(5)',
    ours: adaptiveAveragePool2d(5),
    torch: 'nn.AdaptiveAvgPool2d(5)',
  },
  {
    ...image,
    name: 'upsampling2d(2)',
    ours: upsampling2d(2),
    tfjs: () => layers.upSampling2d({ size: [2, 2] }),
    torch: 'nn.Upsample(scale_factor=2)',
  },
  {
    ...image,
    name: 'zeroPadding2d(1)',
    ours: zeroPadding2d(1),
    tfjs: () => layers.zeroPadding2d({ padding: 1 }),
    torch: 'nn.ZeroPad2d(1)',
  },
];
