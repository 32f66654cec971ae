import { type AnyBlueprint, type Blueprint, heNormal, type Module } from '@neurite/core';
import {
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  identity,
  maxPool2d,
  namedSequential,
  parallel,
  relu,
  sum,
} from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Architecture, BlockShape } from './architecture.js';

/** Photographs to feature maps: [batch, height, width, 3] to about a sixteenth of height and width. */
export type Backbone = Module<Tensor4D, Tensor4D>;

/** A network in two parts, so that what is between them can be looked at. */
export type PetNetwork = Module<Tensor4D, Tensor2D> & {
  readonly layers: {
    readonly backbone: Backbone & { readonly layers: Readonly<Record<string, Backbone>> };
    readonly pool: Module<Tensor4D, Tensor2D>;
    readonly fc: Module<Tensor2D, Tensor2D>;
  };
};

/**
 * A residual network that classifies photographs: the paths of its parameters are the names of torchvision's ResNet with
 * containers between them, see `pathOf`.
 *
 * @see He et al., "Deep residual learning for image recognition", 2015
 */
export function petNetwork(architecture: Architecture, classes: number): Blueprint<Tensor4D, Tensor2D> {
  return namedSequential({
    backbone: backbone(architecture),
    pool: globalAveragePool2d(),
    fc: dense(classes),
  });
}

function backbone({ stem, stages }: Architecture): AnyBlueprint {
  return namedSequential({
    conv1: convolution(stem.filters, stem.kernelSize, 2),
    bn1: batchNorm(),
    relu: relu(),
    ...(stem.pooled ? { maxpool: maxPool2d(3, { strides: 2, padding: 1 }) } : {}),
    ...Object.fromEntries(
      stages.map((blocks, stage) => [
        `layer${stage + 1}`,
        namedSequential(Object.fromEntries(blocks.map((block, i) => [`block${i}`, residualBlock(block)]))),
      ]),
    ),
  });
}

function residualBlock({ convolutions, halving, projected }: BlockShape): AnyBlueprint {
  const last = convolutions.length - 1;
  const inner = Object.fromEntries(
    convolutions.flatMap(({ filters, kernelSize }, i) => [
      [`conv${i + 1}`, convolution(filters, kernelSize, i === halving ? 2 : 1)],
      [`bn${i + 1}`, batchNorm()],
      ...(i < last ? [[`relu${i + 1}`, relu()] as const] : []),
    ]),
  );
  const around = projected
    ? namedSequential({
        conv: convolution(convolutions[last]!.filters, 1, halving === undefined ? 1 : 2),
        bn: batchNorm(),
      })
    : identity();
  return namedSequential({
    // Both ends of the record are of the same shape.
    sides: parallel({ main: namedSequential(inner), downsample: around }),
    sum: sum(),
    relu: relu(),
  });
}

/** Without a bias, which the offset of the batch normalization after it makes needless; padded as PyTorch does. */
function convolution(filters: number, kernelSize: number, strides: number): AnyBlueprint {
  const padding = (kernelSize - 1) / 2;
  return conv2d(filters, kernelSize, { strides, padding, useBias: false, kernelInitializer: heNormal() });
}
