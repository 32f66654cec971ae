import {
  Cast,
  type DataType,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  registerKernel,
  type Tensor,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { webgpuTarget } from './webgpu-target.js';

/** What is touched here of tfjs's backend, version 4.22. */
type Backend = KernelBackend & {
  readonly tensorMap: { get(dataId: object): { readonly values?: ArrayLike<number> | null } };
  makeTensorInfo(shape: number[], dtype: DataType, values: Float32Array): TensorInfo;
};

/** tfjs's own kernel, which serves all other types. */
let general: KernelFunc | undefined;

/**
 * Lets a cast of whole numbers or truths to float32 make float32 numbers.
 *
 * tfjs calls the same data by another type instead. Programs that copy numbers as they lie, among them that of a
 * transposition, and with it every reduction over an axis that is not the last, then do not compile, and their outputs
 * hold whatever was in that memory. May be called again.
 */
export function replaceWebgpuCast(): void {
  if (general !== undefined) return;
  general = getKernel(Cast, 'webgpu')!.kernelFunc; // the package registers all of its kernels
  unregisterKernel(Cast, 'webgpu');
  registerKernel({ kernelName: Cast, backendName: 'webgpu', kernelFunc: cast });
}

const cast: KernelFunc = (call) => {
  const x = call.inputs.x as Tensor; // the one input of this kernel
  const whole = x.dtype === 'int32' || x.dtype === 'bool';
  if (!whole || call.attrs?.dtype !== 'float32' || x.size === 0) return general!(call); // it is in that one's place
  const backend = call.backend as Backend; // the kernel of this backend
  const { values } = backend.tensorMap.get(x.dataId);
  return values
    ? backend.makeTensorInfo(x.shape, 'float32', Float32Array.from(values))
    : webgpuTarget(backend).elementwise({ name: 'Cast', inputs: { x }, constants: {}, formula: 'f32(x)' });
};
