import { type AnyBlueprint, type AnyRank, type Blueprint, zeros } from '@neurite/core';
import {
  conv1d,
  dense,
  dropout,
  flatten,
  gru,
  layerNorm,
  lstm,
  relu,
  repeat,
  reshape,
  residual,
  rotary,
  sequential,
  transformerEncoderBlock,
} from '@neurite/layers';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { LEVELS } from './forecaster.js';

/** A network that takes windows, [window, channels], to quantiles, [horizon, levels]. */
export type QuantileNetwork = Blueprint<Tensor3D, Tensor3D>;

const UNITS = 32;

export type NetworkName = 'lstm' | 'gru' | 'stackedLstm' | 'stackedGru' | 'temporalConvolution' | 'transformer';

type Network = {
  /** For people. */
  readonly title: string;
  /** What it is made of, in words. */
  readonly layers: string;
  /** What comes before the layer of the quantiles: gives features, [features]. */
  body(): readonly AnyBlueprint[];
};

/** The networks by name. */
export const NETWORKS: Readonly<Record<NetworkName, Network>> = {
  lstm: {
    title: 'LSTM',
    layers: `an LSTM of ${UNITS} units`,
    body: () => [lstm(UNITS), dropout(0.1)],
  },
  gru: {
    title: 'GRU',
    layers: `a GRU of ${UNITS} units`,
    body: () => [gru(UNITS), dropout(0.1)],
  },
  stackedLstm: {
    title: 'stacked LSTM',
    layers: `two LSTMs of ${UNITS} units`,
    body: () => [lstm(UNITS, { returnSequences: true }), dropout(0.1), lstm(UNITS), dropout(0.1)],
  },
  stackedGru: {
    title: 'stacked GRU',
    layers: `two GRUs of ${UNITS} units`,
    body: () => [gru(UNITS, { returnSequences: true }), dropout(0.1), gru(UNITS), dropout(0.1)],
  },
  temporalConvolution: {
    title: 'temporal convolution',
    layers: `causal convolutions of ${UNITS} filters, dilated 1, 2, 4 and 8, with residual connections`,
    body: () => [conv1d(UNITS, 1), ...[1, 2, 4, 8].map(convolution), conv1d(8, 1), flatten(), relu()],
  },
  transformer: {
    title: 'transformer',
    layers: `two blocks of a transformer with ${UNITS} features, 4 heads and rotary positions`,
    body: () => [
      dense(UNITS),
      repeat(2, transformerEncoderBlock({ heads: 4, hidden: 2 * UNITS, dropout: 0.1, position: rotary() })),
      layerNorm(),
      dense(8),
      flatten(),
    ],
  },
};

/**
 * A network with its last layer, which begins with its bias alone, whatever comes in.
 *
 * @param horizon how many steps are forecast
 */
export function networkOf(name: NetworkName, horizon: number): QuantileNetwork {
  const quantiles = dense(horizon * LEVELS.length, { kernelInitializer: zeros() });
  const layers = [...NETWORKS[name].body(), quantiles, reshape([horizon, LEVELS.length])];
  return sequential(...(layers as AnyRank[])) as unknown as QuantileNetwork; // checked when it is built
}

function convolution(dilation: number): AnyBlueprint {
  return residual(sequential(conv1d(UNITS, 3, { padding: 'causal', dilation }), relu(), dropout(0.1))) as AnyBlueprint;
}
