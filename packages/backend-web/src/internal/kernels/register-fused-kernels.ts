import {
  backend,
  getKernel,
  type KernelBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { attention, attentionGrad, maskedAttention } from './attention.js';
import { batchNormTraining, batchNormTrainingGrad } from './batch-norm.js';
import { biasActivation, biasActivationGrad } from './bias-activation.js';
import type { FusedKernel } from './fused-kernel.js';
import { biasGatedActivation, biasGatedActivationGrad } from './gated-activation.js';
import { groupNorm, groupNormGrad } from './group-norm.js';
import { gruSequence, gruSequenceGrad } from './gru.js';
import { layerNorm, layerNormGrad } from './layer-norm.js';
import { lstmSequence, lstmSequenceGrad } from './lstm.js';
import { dropout, reluGrad } from './masks.js';
import { rmsNorm, rmsNormGrad } from './rms-norm.js';
import type { Target } from './shader.js';
import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from './softmax-cross-entropy.js';
import { adamUpdate, sgdUpdate } from './updates.js';
import { webglTarget } from './webgl-target.js';
import { replaceWebgpuCast } from './webgpu-cast.js';
import { webgpuTarget } from './webgpu-target.js';

const kernels: readonly FusedKernel[] = [
  adamUpdate,
  sgdUpdate,
  reluGrad,
  dropout,
  softmaxCrossEntropy,
  softmaxCrossEntropyGrad,
  layerNorm,
  layerNormGrad,
  rmsNorm,
  rmsNormGrad,
  groupNorm,
  groupNormGrad,
  batchNormTraining,
  batchNormTrainingGrad,
  attention,
  maskedAttention,
  attentionGrad,
  biasActivation,
  biasActivationGrad,
  biasGatedActivation,
  biasGatedActivationGrad,
  lstmSequence,
  lstmSequenceGrad,
  gruSequence,
  gruSequenceGrad,
];

const targets: Readonly<Record<'webgl' | 'webgpu', (backend: KernelBackend) => Target>> = {
  webgl: webglTarget,
  webgpu: webgpuTarget,
};

/** Backends that have theirs; another one of the same name gets its own. */
const registered = new WeakSet<KernelBackend>();

/** Puts kernels of our own in the place of composed operations, for the running engine. May be called again. */
export function registerFusedKernels(engine: 'webgl' | 'webgpu'): void {
  const running = backend();
  if (registered.has(running)) return;
  registered.add(running);
  if (engine === 'webgpu') replaceWebgpuCast();
  const target = targets[engine](running);
  for (const { operation, run, whole } of kernels) {
    const { kernelName, compose } = operation;
    const kernelFunc: KernelFunc = ({ inputs, attrs }) => {
      const given = inputs as Record<string, TensorInfo>; // every operation of the project names its inputs
      const composed = (): TensorInfo | TensorInfo[] =>
        // The engine passes tensors, which are more than infos.
        tidy(() => compose(given as Parameters<typeof compose>[0], attrs as Parameters<typeof compose>[1]));
      const takes = Object.entries(given).every(
        ([name, { dtype, shape }]) =>
          (dtype === 'float32' || (dtype === 'int32' && whole.includes(name))) && !shape.includes(0),
      );
      return (takes ? run(target, given, { ...attrs }) : undefined) ?? composed();
    };
    const config: KernelConfig = { kernelName, backendName: engine, kernelFunc };
    // What was composed before, when an operation ran on this backend without `useWeb`.
    if (getKernel(kernelName, engine) !== undefined) unregisterKernel(kernelName, engine);
    registerKernel(config);
  }
}
