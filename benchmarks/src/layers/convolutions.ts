import {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
} from '@neurite/layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-case.js';

const sequence = { shape: [128, 32], channelsFirst: true };
const image = { shape: [28, 28, 16], channelsFirst: true };
const smallImage = { shape: [14, 14, 16], channelsFirst: true };
const volume = { shape: [8, 12, 12, 8], channelsFirst: true };

export const convolutions: readonly LayerCase[] = [
  {
    ...sequence,
    name: 'conv1d(64, 3)',
    ours: conv1d(64, 3),
    tfjs: () => layers.conv1d({ filters: 64, kernelSize: 3 }),
    torch: 'nn.Conv1d(32, 64, 3)',
  },
  {
    ...sequence,
    name: 'conv1d(64, 3, { strides: 2 })',
    ours: conv1d(64, 3, { strides: 2 }),
    tfjs: () => layers.conv1d({ filters: 64, kernelSize: 3, strides: 2 }),
    torch: 'nn.Conv1d(32, 64, 3, 2)',
  },
  {
    ...sequence,
    name: 'conv1d(64, 3, { dilation: 4 })',
    ours: conv1d(64, 3, { dilation: 4 }),
    tfjs: () => layers.conv1d({ filters: 64, kernelSize: 3, dilationRate: 4 }),
    torch: 'nn.Conv1d(32, 64, 3, dilation=4)',
  },
  {
    ...sequence,
    name: 'conv1d(64, 3, { groups: 4 })',
    ours: conv1d(64, 3, { groups: 4 }),
    torch: 'nn.Conv1d(32, 64, 3, groups=4)',
  },
  {
    ...sequence,
    name: 'depthwiseConv1d(5)',
    ours: depthwiseConv1d(5),
    torch: 'nn.Conv1d(32, 32, 5, groups=32)',
  },
  {
    ...sequence,
    name: 'separableConv1d(64, 5)',
    ours: separableConv1d(64, 5),
    torch: 'nn.Sequential(nn.Conv1d(32, 32, 5, groups=32, bias=False), nn.Conv1d(32, 64, 1))',
  },
  {
    ...sequence,
    name: 'conv1dTranspose(32, 3, { strides: 2 })',
    ours: conv1dTranspose(32, 3, { strides: 2 }),
    torch: 'nn.ConvTranspose1d(32, 32, 3, 2)',
  },
  {
    ...image,
    name: 'conv2d(32, 3)',
    ours: conv2d(32, 3),
    tfjs: () => layers.conv2d({ filters: 32, kernelSize: 3 }),
    torch: 'nn.Conv2d(16, 32, 3)',
  },
  {
    ...image,
    name: "conv2d(32, 3, { padding: 'same' })",
    ours: conv2d(32, 3, { padding: 'same' }),
    tfjs: () => layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same' }),
    torch: 'nn.Conv2d(16, 32, 3, padding=1)',
  },
  {
    ...image,
    name: 'conv2d(32, 1)',
    ours: conv2d(32, 1),
    tfjs: () => layers.conv2d({ filters: 32, kernelSize: 1 }),
    torch: 'nn.Conv2d(16, 32, 1)',
  },
  {
    ...image,
    name: 'conv2d(32, 3, { strides: 2 })',
    ours: conv2d(32, 3, { strides: 2 }),
    tfjs: () => layers.conv2d({ filters: 32, kernelSize: 3, strides: 2 }),
    torch: 'nn.Conv2d(16, 32, 3, 2)',
  },
  {
    ...image,
    name: 'conv2d(32, 3, { dilation: 2 })',
    ours: conv2d(32, 3, { dilation: 2 }),
    tfjs: () => layers.conv2d({ filters: 32, kernelSize: 3, dilationRate: 2 }),
    torch: 'nn.Conv2d(16, 32, 3, dilation=2)',
  },
  {
    ...image,
    name: 'conv2d(32, 3, { groups: 4 })',
    ours: conv2d(32, 3, { groups: 4 }),
    torch: 'nn.Conv2d(16, 32, 3, groups=4)',
  },
  {
    ...image,
    name: 'depthwiseConv2d(3)',
    ours: depthwiseConv2d(3),
    tfjs: () => layers.depthwiseConv2d({ kernelSize: 3 }),
    torch: 'nn.Conv2d(16, 16, 3, groups=16)',
  },
  {
    ...image,
    name: 'depthwiseConv2d(3, { strides: 2 })',
    ours: depthwiseConv2d(3, { strides: 2 }),
    tfjs: () => layers.depthwiseConv2d({ kernelSize: 3, strides: 2 } as never), // numbers are taken, too
    torch: 'nn.Conv2d(16, 16, 3, 2, groups=16)',
  },
  {
    ...image,
    name: 'separableConv2d(32, 3)',
    ours: separableConv2d(32, 3),
    tfjs: () => layers.separableConv2d({ filters: 32, kernelSize: 3 }),
    torch: 'nn.Sequential(nn.Conv2d(16, 16, 3, groups=16, bias=False), nn.Conv2d(16, 32, 1))',
  },
  {
    ...smallImage,
    name: 'conv2dTranspose(16, 3, { strides: 2 })',
    ours: conv2dTranspose(16, 3, { strides: 2 }),
    tfjs: () => layers.conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2 }),
    torch: 'nn.ConvTranspose2d(16, 16, 3, 2)',
  },
  {
    ...volume,
    name: 'conv3d(16, 3)',
    ours: conv3d(16, 3),
    tfjs: () => layers.conv3d({ filters: 16, kernelSize: 3 }),
    torch: 'nn.Conv3d(8, 16, 3)',
  },
  {
    ...volume,
    name: 'conv3d(16, 3, { strides: 2 })',
    ours: conv3d(16, 3, { strides: 2 }),
    tfjs: () => layers.conv3d({ filters: 16, kernelSize: 3, strides: 2 }),
    torch: 'nn.Conv3d(8, 16, 3, 2)',
  },
  {
    shape: [4, 6, 6, 8],
    channelsFirst: true,
    name: 'conv3dTranspose(8, 3, { strides: 2 })',
    ours: conv3dTranspose(8, 3, { strides: 2 }),
    tfjs: () => layers.conv3dTranspose({ filters: 8, kernelSize: 3, strides: 2 }),
    torch: 'nn.ConvTranspose3d(8, 8, 3, 2)',
  },
];
