import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { areFloats, type KernelTable, ownKernel } from '../../kernel.js';

/** The numbers of assembly/products/bias-activation.ts. */
const NUMBERS = { relu: 0, sigmoid: 1, tanh: 2, gelu: 3, geluTanh: 4, silu: 5 } as const;

/** For each element, about. */
const NANOSECONDS = 0.7;

type Inputs = { readonly x: TensorInfo; readonly bias: TensorInfo };
type Attrs = { readonly activation: keyof typeof NUMBERS };

const forward = ownKernel<Inputs, Attrs>(({ inputs, attrs: { activation }, backend }) => {
  if (!areFloats(inputs)) return undefined;
  const { x, bias } = inputs;
  const { rows, columns } = measure(x);
  const output = backend.newTensor(x.shape, 'float32');
  const [source, added, target] = [backend.pointer(x), backend.pointer(bias), backend.pointer(output)];
  backend.threads.over('biasActivation', {
    extent: rows,
    cost: rows * columns * NANOSECONDS,
    args: (from, length) => {
      const at = from * columns * 4;
      return [NUMBERS[activation], source + at, added, target + at, length, columns];
    },
  });
  return output;
});

/** A bias and an activation, as core fuses them, and their gradients. */
export const biasActivationKernels: KernelTable = {
  BiasActivation: forward,
  BiasGatedActivation: forward,
  BiasActivationGrad: ownKernel<Readonly<Record<'dy' | 'y', TensorInfo>>, Attrs>(({ inputs, attrs, backend }) =>
    areFloats(inputs) ? gradient(backend, attrs, inputs.dy, inputs.y, 0) : undefined,
  ),
  BiasGatedActivationGrad: ownKernel<Inputs & { readonly dy: TensorInfo }, Attrs>(({ inputs, attrs, backend }) =>
    areFloats(inputs) ? gradient(backend, attrs, inputs.dy, inputs.x, backend.pointer(inputs.bias)) : undefined,
  ),
};

/** The gradients by the input and by the bias. */
function gradient(
  backend: WasmBackend,
  { activation }: Attrs,
  dy: TensorInfo,
  known: TensorInfo,
  bias: number,
): TensorInfo[] {
  const { rows, columns } = measure(known);
  const dx = backend.newTensor(known.shape, 'float32');
  const dBias = backend.newTensor([columns], 'float32');
  const [slope, before, target] = [backend.pointer(dy), backend.pointer(known), backend.pointer(dx)];
  // Each chunk is summed by itself, so that each number is one sum in one order on any number of threads. As many rows as
  // there are chunks, about, lose least.
  const chunk = 2 ** Math.ceil(Math.log2(rows + 1) / 2);
  const chunks = Math.ceil(rows / chunk);
  const width = Math.ceil(columns / 4) * 4;
  const sums = backend.scratch.floats(chunks * width);
  backend.threads.over('biasActivationGradient', {
    extent: rows,
    unit: chunk,
    cost: rows * columns * NANOSECONDS,
    args: (from, length) => {
      const at = from * columns * 4;
      const sum = sums + (from / chunk) * width * 4;
      return [NUMBERS[activation], slope + at, before + at, bias, target + at, sum, length, columns, chunk];
    },
  });
  backend.kernels.sumColumns(sums, backend.pointer(dBias), chunks, width, columns, 1);
  return [dx, dBias];
}

function measure({ shape }: TensorInfo): { readonly rows: number; readonly columns: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), columns: shape.at(-1)! };
}
