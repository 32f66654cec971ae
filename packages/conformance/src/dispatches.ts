import { countDispatches } from '@neurite/browser-testing/count-dispatches';
import { RandomStream } from '@neurite/core';
import { operations } from '@neurite/ops';
import {
  dispose,
  getBackend,
  getKernel,
  type KernelConfig,
  registerKernel,
  type Tensor,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { weightsFor } from './derivatives.js';
import { Draw } from './draw.js';
import type { Case, OperationSpec } from './operation-spec.js';
import { call, gradientsOf, toTensor } from './run-case.js';

/** Dispatches to a GPU of one call, and of the call with its gradients. */
export type Dispatches = { readonly value: number; readonly gradient: number };

/** The dispatches of an operation on the running engine: by its fused kernels, and by what it is composed of. */
export async function countBoth(
  spec: OperationSpec,
): Promise<{ readonly fused: Dispatches; readonly composed: Dispatches }> {
  const one = spec.draw(new Draw(RandomStream.fromSeed(0).child(spec.name), 'plain'));
  const fused = await count(one);
  return { fused, composed: await withoutKernels(() => count(one)) };
}

async function count(one: Case): Promise<Dispatches> {
  const random = RandomStream.fromSeed(5);
  const weights = weightsFor(one, () => random.uniform());
  const inputs = one.inputs.map(toTensor);
  const of = async (f: () => Tensor[]): Promise<number> => {
    let last = 0;
    // On webgl an upload is a dispatch too: the first run does the uploads that happen once.
    for (let run = 0; run < 2; run++) {
      last = await countDispatches(async () => {
        const outputs = tidy(f);
        await Promise.all(outputs.map((output) => output.data()));
        dispose(outputs);
      });
    }
    return last;
  };
  const counts = {
    value: await of(() => [call(one)(...inputs)].flat() as Tensor[]), // no promise, of the project's own
    gradient: await of(() => gradientsOf(one, inputs, weights)),
  };
  dispose(inputs);
  return counts;
}

/** Runs `f` without the fused kernels of the running engine. */
async function withoutKernels<T>(f: () => Promise<T>): Promise<T> {
  const backendName = getBackend();
  const kernels: KernelConfig[] = [];
  for (const { kernelName } of operations) {
    const kernel = getKernel(kernelName, backendName);
    if (kernel === undefined) continue;
    kernels.push(kernel);
    unregisterKernel(kernelName, backendName);
  }
  try {
    return await f();
  } finally {
    // Operations register what they are composed of.
    for (const { kernelName } of operations) {
      if (getKernel(kernelName, backendName) !== undefined) unregisterKernel(kernelName, backendName);
    }
    kernels.forEach(registerKernel);
  }
}
