import { concat, engine, reshape, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';

/** How the engines of cpu and wasm keep what they have. */
type HostTable = { readonly data?: { get(dataId: object): { readonly values?: unknown } | undefined } };

/** Copies the numbers of float32 tensors into an array, one tensor behind the other. */
export async function readRow(tensors: readonly Tensor[], into: Float32Array): Promise<void> {
  if (tensors.some((tensor) => viewOf(tensor) === undefined)) {
    const row = tidy(() => concat<Tensor1D>(tensors.map((tensor) => reshape(tensor, [tensor.size]))));
    try {
      into.set(await row.data<'float32'>());
    } finally {
      row.dispose();
    }
  } else readRowSync(tensors, into);
}

/** The same at once, where the engine can: not on WebGPU. */
export function readRowSync(tensors: readonly Tensor[], into: Float32Array): void {
  let at = 0;
  for (const tensor of tensors) {
    into.set(viewOf(tensor) ?? tensor.dataSync<'float32'>(), at);
    at += tensor.size;
  }
}

/** A tensor of an array's numbers, which does not change with the array. */
export function rowFrom(values: Float32Array): Tensor1D {
  const row = tensor1d(values, 'float32');
  const view = viewOf(row);
  if (view !== undefined && view.buffer !== values.buffer) return row;
  // The engine has taken the array itself, or may do so until it needs it.
  row.dispose();
  return tensor1d(values.slice(), 'float32');
}

/** A tensor's numbers where its engine has them in memory that can be read: valid until the engine does anything. */
function viewOf({ dataId }: Tensor): Float32Array | undefined {
  const { backend } = engine().state.tensorInfo.get(dataId)!;
  const values = (backend as unknown as HostTable).data?.get(dataId)?.values;
  return values instanceof Float32Array ? values : undefined;
}
