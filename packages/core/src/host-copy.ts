import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { assertBackend } from './assert-backend.js';
import { DtypeError, ShapeError } from './errors.js';
import type { ModuleTree } from './module.js';
import { type Shape, sizeOf } from './shape.js';
import { loadState, type NamedTensors } from './state-dict.js';

/** The values of a tensor on the host. */
export type HostTensor = {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: Shape;
  readonly dtype: 'float32' | 'int32' | 'bool';
};

/** Tensors by name, on the host: it can be sent to a worker, and it outlives every engine. */
export type HostCopy = Readonly<Record<string, HostTensor>>;

/**
 * Copies tensors to the host, all at once.
 *
 * @param tensors by name, e.g. the `stateDict` of a model; not changed
 * @returns copies, each in a buffer of its own, which may be transferred
 * @throws DtypeError for tensors of strings or complex numbers
 * @throws BackendError when the device of a tensor is lost
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const copy = await copyToHost(stateDict(neuron));
 */
export async function copyToHost(tensors: NamedTensors): Promise<HostCopy> {
  const entries = Object.entries(tensors).map(async ([name, value]) => [name, await read(name, value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function read(name: string, value: Tensor): Promise<HostTensor> {
  const { dtype, shape } = value;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new DtypeError({
      where: 'copyToHost',
      argument: name,
      expected: 'be float32, int32 or bool',
      received: dtype,
    });
  }
  // An engine may return a view of its memory.
  return { data: (await value.data()).slice(), shape: [...shape], dtype };
}

/**
 * Makes tensors from a host copy, on the running engine.
 *
 * @returns tensors by the same names, owned by the caller
 * @throws ShapeError when the data does not have as many elements as the shape
 * @example
 * const { w } = tensorsFromHost({ w: { data: Float32Array.of(1, 2), shape: [2], dtype: 'float32' } });
 */
export function tensorsFromHost(copy: HostCopy): NamedTensors {
  assertBackend('tensorsFromHost');
  for (const [name, { data, shape }] of Object.entries(copy)) {
    if (data.length === sizeOf(shape)) continue;
    throw new ShapeError({
      where: 'tensorsFromHost',
      argument: name,
      expected: `have the ${sizeOf(shape)} elements of its shape [${shape.join(', ')}]`,
      received: `${data.length}`,
    });
  }
  // A copy of the data: a backend on the host may keep the array that it is given.
  return Object.fromEntries(
    Object.entries(copy).map(([name, { data, shape, dtype }]) => [name, tensor(data.slice(), [...shape], dtype)]),
  );
}

/**
 * Loads a host copy into a module, on the running engine, whatever engine held the module's tensors.
 *
 * @param copy one entry for each path of the module
 * @throws ArgumentError, ShapeError when it is not a copy of such a module; the module is then unchanged
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * loadHostCopy(neuron, await copyToHost(stateDict(neuron)));
 */
export function loadHostCopy(module: ModuleTree, copy: HostCopy): void {
  const tensors = tensorsFromHost(copy);
  try {
    loadState(module, tensors);
  } finally {
    dispose(Object.values(tensors));
  }
}
