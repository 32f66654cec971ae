import { RandomStream } from '@neurite/core';
import { matMul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { kernelCases } from '../kernels/index.js';
import { digestOf, inputsOf, runKernel } from '../kernels/run-kernel.js';
import { layerCases } from '../layers/index.js';
import type { LayerCase } from '../layers/layer-case.js';
import { networkNamed } from '../networks/index.js';
import type { Network } from '../networks/network.js';
import { batchValues, labelValues } from '../networks/values.js';
import type { Task } from './protocol.js';
import type { Work } from './serve.js';

/** The network that a task means. */
export function networkOf({ network }: Extract<Task, { kind: 'network' }>): Network {
  return networkNamed(network);
}

/** The layer that a task means. */
export function layerOf({ layer }: Extract<Task, { kind: 'layer' }>): LayerCase {
  const { name, shape } = layer;
  return layerCases.find((each) => each.name === name && each.shape.join() === shape.join())!;
}

/** A batch of inputs with labels, int32 [batch]; the same numbers in each process. */
export function batchOf({ batch, inputShape, vocabulary }: Network): { x: Tensor; labels: Tensor } {
  const shape = [batch, ...inputShape];
  const x = tensor(batchValues(shape, vocabulary), shape, vocabulary === undefined ? 'float32' : 'int32');
  return { x, labels: tensor(labelValues(batch), [batch], 'int32') };
}

/** A product or a single kernel, which all backends of tfjs-core are asked for in the same way. */
export function kernelWork(task: Exclude<Task, { kind: 'network' | 'layer' }>): Work {
  if (task.kind === 'matMul') {
    const { size, transposeA, transposeB } = task;
    const random = RandomStream.fromSeed(1);
    const draw = (): Tensor => tensor(random.uniforms(size * size), [size, size]);
    const [a, b] = [draw(), draw()];
    return {
      run: () => matMul(a, b, transposeA, transposeB).dispose(),
      close: () => {
        a.dispose();
        b.dispose();
      },
    };
  }
  if (task.kind === 'optimizer') throw new RangeError('not written for it');
  const kernelCase = kernelCases.find(({ name }) => name === task.name)!;
  const inputs = inputsOf(kernelCase.inputs);
  return {
    pace: 'kernel',
    run: () => {
      for (const output of runKernel(kernelCase, inputs)) output.dispose();
    },
    digest: () => {
      const outputs = runKernel(kernelCase, inputs);
      const digest = kernelCase.random === true ? [] : digestOf(outputs);
      for (const output of outputs) output.dispose();
      return digest;
    },
    close: () => {
      for (const input of Object.values(inputs)) input.dispose();
    },
  };
}
