import { engine, reshape, type Tensor } from '@tensorflow/tfjs-core';

/** `where` for three tensors of one shape, in one kernel call: tfjs's function copies each of them first. */
export function select(condition: Tensor, t: Tensor, e: Tensor): Tensor {
  if (t.rank <= 4) return engine().runKernel('Select', { condition, t, e });
  // webgl and webgpu select from at most four axes.
  const [c, a, b] = [condition, t, e].map((of) => reshape(of, [of.size])) as [Tensor, Tensor, Tensor]; // one axis each
  return reshape(engine().runKernel('Select', { condition: c, t: a, e: b }) as Tensor, t.shape);
}
