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

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Backend = KernelBackend & {
  readonly tensorMap: { get(dataId: object): { readonly values?: ArrayLike<number> | null } };
  makeTensorInfo(shape: number[], dtype: DataType, values: Float32Array): TensorInfo;
};

/** tfjs's own kernel, which handles all other casts. */
let general: KernelFunc | undefined;

/**
 * Makes casts of int32 and bool to float32 convert the data.
 *
 * tfjs relabels the same data instead. Shaders that copy elements unchanged, such as that of a transposition, and with it
 * every reduction over an axis other than the last, then do not compile, and their outputs are uninitialised memory. May
 * be called again.
 */
export function replaceWebgpuCast(): void {
  if (general !== undefined) return;
  general = getKernel(Cast, 'webgpu')!.kernelFunc; // the package registers all of its kernels
  unregisterKernel(Cast, 'webgpu');
  registerKernel({ kernelName: Cast, backendName: 'webgpu', kernelFunc: cast });
}

const cast: KernelFunc = (call) => {
  const x = call.inputs.x as Tensor; // the one input of this kernel
  const isInteger = x.dtype === 'int32' || x.dtype === 'bool';
  if (!isInteger || call.attrs?.dtype !== 'float32' || x.size === 0) return general!(call); // this kernel has replaced it
  const backend = call.backend as Backend; // this is a kernel of that backend
  const { values } = backend.tensorMap.get(x.dataId);
  return values
    ? backend.makeTensorInfo(x.shape, 'float32', Float32Array.from(values))
    : webgpuTarget(backend).elementwise({ name: 'Cast', inputs: { x }, constants: {}, formula: 'f32(x)' });
};
