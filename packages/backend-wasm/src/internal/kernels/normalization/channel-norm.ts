import { checkInteger } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { unsuitable } from '../../checks.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { type GivenAttributes, shapes } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';
import { sumRows } from '../reductions/reduction.js';
import { measure } from './measure.js';

/** For each element, about. */
const NANOSECONDS = 1;

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
type Epsilon = { readonly epsilon: number };
type Groups = Epsilon & { readonly groups: number };

/** Group and batch normalization with the statistics of their own inputs, and their gradients. */
export const channelNormKernels: KernelTable = {
  BatchNormTraining: operationKernel(shapes({ x: '... c', scale: 'c', offset: 'c' }), takes(FLOAT, batchNorm)),
  BatchNormTrainingGrad: operationKernel(
    shapes({ x: '... c', scale: 'c', dy: '=x', dMean: 'c', dVariance: 'c' }),
    takes(FLOAT, batchNormGradient),
  ),
  GroupNorm: operationKernel(shapes({ x: 'n ... c', scale: 'c', offset: 'c' }, checkGroups), takes(FLOAT, groupNorm)),
  GroupNormGrad: operationKernel(
    shapes({ x: 'n ... c', scale: 'c', dy: '=x' }, checkGroups),
    takes(FLOAT, groupNormGradient),
  ),
};

function checkGroups(where: string, { groups }: GivenAttributes, { x }: Named<'x'>): void {
  const channels = x.shape.at(-1)!;
  checkInteger(where, 'groups', groups, { min: 1 });
  if (channels % groups !== 0) throw unsuitable(where, 'groups', `divide the ${channels} channels`, groups);
}

/** Samples are shared out. */
function groupNorm({
  inputs,
  attrs: { groups, epsilon },
  backend,
}: KernelCall<Named<'x' | 'scale' | 'offset'>, Groups>): TensorInfo {
  const { samples: extent, positions, channels } = measure(inputs.x);
  const output = backend.newTensor(inputs.x.shape);
  const [source, scale, shift, target] = backend.pointers(inputs.x, inputs.scale, inputs.offset, output);
  const size = positions * channels;
  backend.threads.over(
    { extent, cost: extent * size * NANOSECONDS, scratch: 4 * channels + 4 },
    (kernels, { from, length: samples, scratch }) =>
      kernels.channelNorm({
        x: offset(source, from * size),
        scale,
        offset: shift,
        target: offset(target, from * size),
        // The statistics are not needed.
        mean: 0,
        variance: 0,
        samples,
        positions,
        channels,
        distance: channels,
        size: channels / groups,
        epsilon,
        scratch,
      }),
  );
  return output;
}

function groupNormGradient({
  inputs: { dy, x, scale: factor },
  attrs: { groups, epsilon },
  backend,
}: KernelCall<Named<'dy' | 'x' | 'scale'>, Groups>): TensorInfo[] {
  const { samples, positions, channels } = measure(x);
  // The sums over samples without positions are 0, and not the NaN of their means.
  const extent = positions === 0 ? 0 : samples;
  const outputs = newOutputs(backend, x, factor);
  const [dx, dScale, dOffset] = outputs;
  const scaleSums = backend.newTensor([extent, channels]);
  const offsetSums = backend.newTensor([extent, channels]);
  const [gradient, source, scale, target] = backend.pointers(dy, x, factor, dx);
  const [ofScale, ofOffset] = backend.pointers(scaleSums, offsetSums);
  const size = positions * channels;
  backend.threads.over(
    { extent, cost: extent * size * 2 * NANOSECONDS, scratch: 6 * channels + 4 },
    (kernels, { from, length: samples, scratch }) =>
      kernels.channelNormGradient({
        dy: offset(gradient, from * size),
        x: offset(source, from * size),
        scale,
        dMean: 0,
        dVariance: 0,
        dx: offset(target, from * size),
        dScale: offset(ofScale, from * channels),
        dOffset: offset(ofOffset, from * channels),
        samples,
        positions,
        channels,
        distance: channels,
        size: channels / groups,
        epsilon,
        scratch,
      }),
  );
  sumRows(backend, scaleSums, dScale);
  sumRows(backend, offsetSums, dOffset);
  return outputs;
}

/** One sample of all positions, in pieces of channels, each of which has statistics of its own. */
function batchNorm({
  inputs,
  attrs: { epsilon },
  backend,
}: KernelCall<Named<'x' | 'scale' | 'offset'>, Epsilon>): TensorInfo[] {
  const { rows: positions, channels: distance } = measure(inputs.x);
  const outputs = newOutputs(backend, inputs.x, inputs.scale);
  const [source, scale, shift] = backend.pointers(inputs.x, inputs.scale, inputs.offset);
  const [target, mean, variance] = backend.pointers(...outputs);
  backend.threads.over(
    { extent: distance, unit: LINE_FLOATS, cost: positions * distance * NANOSECONDS, scratch: 6 * distance + 4 },
    (kernels, { from, length: channels, scratch }) =>
      kernels.channelNorm({
        x: offset(source, from),
        scale: offset(scale, from),
        offset: offset(shift, from),
        target: offset(target, from),
        mean: offset(mean, from),
        variance: offset(variance, from),
        samples: 1,
        positions,
        channels,
        distance,
        size: 1,
        epsilon,
        scratch,
      }),
  );
  return outputs;
}

function batchNormGradient({
  inputs,
  attrs: { epsilon },
  backend,
}: KernelCall<Named<'dy' | 'dMean' | 'dVariance' | 'x' | 'scale'>, Epsilon>): TensorInfo[] {
  const { rows: positions, channels: distance } = measure(inputs.x);
  const outputs = newOutputs(backend, inputs.x, inputs.scale);
  const [gradient, source, scale] = backend.pointers(inputs.dy, inputs.x, inputs.scale);
  const [dMean, dVariance] = backend.pointers(inputs.dMean, inputs.dVariance);
  const [dx, dScale, dOffset] = backend.pointers(...outputs);
  backend.threads.over(
    { extent: distance, unit: LINE_FLOATS, cost: positions * distance * 2 * NANOSECONDS, scratch: 6 * distance + 4 },
    (kernels, { from, length: channels, scratch }) =>
      kernels.channelNormGradient({
        dy: offset(gradient, from),
        x: offset(source, from),
        scale: offset(scale, from),
        dMean: offset(dMean, from),
        dVariance: offset(dVariance, from),
        dx: offset(dx, from),
        dScale: offset(dScale, from),
        dOffset: offset(dOffset, from),
        samples: 1,
        positions,
        channels,
        distance,
        size: 1,
        epsilon,
        scratch,
      }),
  );
  return outputs;
}

/** One tensor of the shape of x, and two of that of the scale. */
function newOutputs(
  backend: WasmBackend,
  x: TensorInfo,
  scale: TensorInfo,
): [x: TensorInfo, scale: TensorInfo, offset: TensorInfo] {
  return [backend.newTensor(x.shape), backend.newTensor(scale.shape), backend.newTensor(scale.shape)];
}
