import { dropout, elu, gelu, hardSwish, mish, relu, silu, softmax, softplus, tanh } from '@neurite/layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-case.js';

const activation = (name: string): unknown => layers.activation({ activation: name as 'relu' }); // or another that it knows

const rows: readonly Omit<LayerCase, 'shape'>[] = [
  { name: 'relu()', ours: relu(), tfjs: () => activation('relu'), torch: 'nn.ReLU()' },
  { name: 'elu()', ours: elu(), tfjs: () => activation('elu'), torch: 'nn.ELU()' },
  { name: 'gelu()', ours: gelu(), tfjs: () => activation('gelu'), torch: 'nn.GELU()' },
  { name: 'silu()', ours: silu(), tfjs: () => activation('swish'), torch: 'nn.SiLU()' },
  { name: 'mish()', ours: mish(), tfjs: () => activation('mish'), torch: 'nn.Mish()' },
  { name: 'tanh()', ours: tanh(), tfjs: () => activation('tanh'), torch: 'nn.Tanh()' },
  { name: 'softplus()', ours: softplus(), tfjs: () => activation('softplus'), torch: 'nn.Softplus()' },
  { name: 'hardSwish()', ours: hardSwish(), torch: 'nn.Hardswish()' },
  { name: 'softmax()', ours: softmax(), tfjs: () => activation('softmax'), torch: 'nn.Softmax(-1)' },
  {
    name: 'dropout(0.5)',
    ours: dropout(0.5),
    tfjs: () => layers.dropout({ rate: 0.5 }),
    torch: 'nn.Dropout(0.5)',
    random: true,
  },
];

/** Activations that cost something, and dropout. */
export const activations: readonly LayerCase[] = rows.map((row) => ({ ...row, shape: [64, 64] }));
