import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from '@neurite/layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-case.js';

const tokens = { shape: [64, 128] };
const image = { shape: [28, 28, 16], channelsFirst: true };

/** Normalizations, in training. */
export const norms: readonly LayerCase[] = [
  {
    ...image,
    name: 'batchNorm()',
    ours: batchNorm(),
    tfjs: () => layers.batchNormalization({ epsilon: 1e-5 }),
    torch: 'nn.BatchNorm2d(16)',
  },
  {
    ...tokens,
    name: 'layerNorm()',
    ours: layerNorm(),
    tfjs: () => layers.layerNormalization({ epsilon: 1e-5 }),
    torch: 'nn.LayerNorm(128)',
  },
  { ...tokens, name: 'rmsNorm()', ours: rmsNorm({ epsilon: 1e-5 }), torch: 'nn.RMSNorm(128, eps=1e-5)' },
  { ...image, name: 'groupNorm(4)', ours: groupNorm(4), torch: 'nn.GroupNorm(4, 16)' },
  { ...image, name: 'instanceNorm()', ours: instanceNorm(), torch: 'nn.InstanceNorm2d(16, affine=True)' },
];
