import {
  bidirectional,
  dense,
  einsumDense,
  embedding,
  gru,
  lstm,
  multiHeadAttention,
  simpleRnn,
} from '@neurite/layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-case.js';

const tokens = { shape: [64, 128] };
const steps = { shape: [32, 16] };

/** Products, attention and recurrence. */
export const mixing: readonly LayerCase[] = [
  {
    shape: [512],
    name: 'dense(256)',
    ours: dense(256),
    tfjs: () => layers.dense({ units: 256 }),
    torch: 'nn.Linear(512, 256)',
  },
  {
    ...tokens,
    name: 'dense(128)',
    ours: dense(128),
    tfjs: () => layers.dense({ units: 128 }),
    torch: 'nn.Linear(128, 128)',
  },
  {
    ...tokens,
    name: "einsumDense('btc,chd->bthd', [null, 4, 32])",
    ours: einsumDense('btc,chd->bthd', [null, 4, 32]),
    torch: "Einsum('btc,chd->bthd', [128, 4, 32])",
  },
  {
    shape: [64],
    vocabulary: 1000,
    name: 'embedding(1000, 64)',
    ours: embedding(1000, 64),
    tfjs: () => layers.embedding({ inputDim: 1000, outputDim: 64 }),
    torch: 'nn.Embedding(1000, 64)',
  },
  {
    ...tokens,
    name: 'multiHeadAttention({ heads: 4 })',
    ours: multiHeadAttention({ heads: 4 }),
    torch: 'Attention(128, 4)',
  },
  {
    ...tokens,
    name: 'multiHeadAttention({ heads: 4, causal: true })',
    ours: multiHeadAttention({ heads: 4, causal: true }),
    torch: 'Attention(128, 4, causal=True)',
  },
  {
    ...steps,
    name: 'simpleRnn(32)',
    ours: simpleRnn(32),
    tfjs: () => layers.simpleRNN({ units: 32, recurrentInitializer: 'glorotNormal' }),
    torch: 'LastStep(nn.RNN(16, 32, batch_first=True))',
  },
  {
    ...steps,
    name: 'lstm(32)',
    ours: lstm(32),
    tfjs: () => layers.lstm({ units: 32, recurrentInitializer: 'glorotNormal', recurrentActivation: 'sigmoid' }),
    torch: 'LastStep(nn.LSTM(16, 32, batch_first=True))',
  },
  {
    ...steps,
    name: 'gru(32)',
    ours: gru(32),
    tfjs: () => layers.gru({ units: 32, recurrentInitializer: 'glorotNormal', recurrentActivation: 'sigmoid' }),
    torch: 'LastStep(nn.GRU(16, 32, batch_first=True))',
  },
  {
    ...steps,
    name: 'bidirectional(lstm(32))',
    ours: bidirectional(lstm(32)),
    torch: 'LastSteps(nn.LSTM(16, 32, batch_first=True, bidirectional=True))',
  },
];
