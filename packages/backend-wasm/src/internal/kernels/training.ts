import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type KernelTable, ownKernel } from '../kernel.js';

type AdamInputs = Readonly<
  Record<
    'gradient' | 'firstMoment' | 'secondMoment' | 'parameter' | 'learningRate' | 'correction1' | 'correction2',
    TensorInfo
  >
>;
type AdamAttributes = Readonly<Record<'beta1' | 'beta2' | 'epsilon' | 'weightDecay', number>>;
type SgdInputs = Readonly<Record<'gradient' | 'velocity' | 'learningRate', TensorInfo>>;

/** The operations of core that a train step is made of besides products: one pass over the numbers each. */
export const trainingKernels: KernelTable = {
  AdamUpdate: ownKernel<AdamInputs, AdamAttributes>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { shape } = inputs.gradient;
    const outputs = [0, 1, 2].map(() => backend.newTensor(shape, 'float32'));
    const [update, firstMoment, secondMoment] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    const { beta1, beta2, epsilon, weightDecay } = attrs;
    backend.kernels.adamUpdate(
      backend.pointer(inputs.gradient),
      backend.pointer(inputs.firstMoment),
      backend.pointer(inputs.secondMoment),
      backend.pointer(inputs.parameter),
      backend.pointer(inputs.learningRate),
      backend.pointer(inputs.correction1),
      backend.pointer(inputs.correction2),
      backend.pointer(update),
      backend.pointer(firstMoment),
      backend.pointer(secondMoment),
      util.sizeFromShape(shape),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      epsilon,
      weightDecay,
    );
    return outputs;
  }),
  SgdUpdate: ownKernel<SgdInputs, { momentum: number; nesterov: boolean }>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { shape } = inputs.gradient;
    const update = backend.newTensor(shape, 'float32');
    const velocity = backend.newTensor(shape, 'float32');
    backend.kernels.sgdUpdate(
      backend.pointer(inputs.gradient),
      backend.pointer(inputs.velocity),
      backend.pointer(inputs.learningRate),
      backend.pointer(update),
      backend.pointer(velocity),
      util.sizeFromShape(shape),
      attrs.momentum,
      attrs.nesterov ? 1 : 0,
    );
    return [update, velocity];
  }),
  Dropout: ownKernel<{ x: TensorInfo; uniform: TensorInfo }, { rate: number }>(
    ({ inputs: { x, uniform }, attrs: { rate }, backend }) => {
      if (!areFloats({ x, uniform })) return undefined;
      const output = backend.newTensor(x.shape, 'float32');
      backend.kernels.dropout(
        backend.pointer(x),
        backend.pointer(uniform),
        backend.pointer(output),
        util.sizeFromShape(x.shape),
        rate,
        1 / (1 - rate),
      );
      return output;
    },
  ),
  ReluGrad: ownKernel<{ dy: TensorInfo; y: TensorInfo }>(({ inputs: { dy, y }, backend }) => {
    if (!areFloats({ dy, y })) return undefined;
    const output = backend.newTensor(dy.shape, 'float32');
    backend.kernels.reluGradient(
      backend.pointer(dy),
      backend.pointer(y),
      backend.pointer(output),
      util.sizeFromShape(dy.shape),
    );
    return output;
  }),
};
