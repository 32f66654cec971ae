import { checkChoice } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type OptionalPointer, offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { ActivationCode } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelTable, operationKernel, takes, type Variant } from '../../kernel.js';
import { type GivenAttributes, shapes } from '../../signature.js';

/** For each element, about. */
const NANOSECONDS = 0.7;
/** Rows of a partial sum at most. */
const MOST_ROWS = 512;

type Inputs = { readonly x: TensorInfo; readonly bias: TensorInfo };
type Attrs = { readonly activation: keyof typeof ActivationCode };

const forward: Variant = takes<Inputs, Attrs>(FLOAT, ({ inputs: { x, bias }, attrs: { activation }, backend }) => {
  const { rows, columns } = measure(x);
  const output = backend.newTensor(x.shape);
  const [source, added, target] = backend.pointers(x, bias, output);
  backend.threads.over({ extent: rows, cost: rows * columns * NANOSECONDS }, (kernels, { from, length: count }) =>
    kernels.biasActivation({
      activation: ActivationCode[activation],
      x: offset(source, from * columns),
      bias: added,
      target: offset(target, from * columns),
      count,
      columns,
    }),
  );
  return output;
});

const checkActivation = (where: string, { activation }: GivenAttributes): void =>
  checkChoice(where, 'activation', activation, Object.keys(ActivationCode));

/** A bias and an activation, and their gradients. */
export const biasActivationKernels: KernelTable = {
  BiasActivation: operationKernel(shapes({ x: '... c', bias: 'c' }, checkActivation), forward),
  BiasGatedActivation: operationKernel(shapes({ x: '... c', bias: 'c' }, checkActivation), forward),
  BiasActivationGrad: operationKernel(
    shapes({ y: '... c', dy: '=y' }, checkActivation),
    takes<Readonly<Record<'dy' | 'y', TensorInfo>>, Attrs>(FLOAT, ({ inputs: { dy, y }, attrs, backend }) =>
      gradient(backend, attrs, { dy, known: y, bias: 0 }),
    ),
  ),
  BiasGatedActivationGrad: operationKernel(
    shapes({ x: '... c', bias: 'c', dy: '=x' }, checkActivation),
    takes<Inputs & { readonly dy: TensorInfo }, Attrs>(FLOAT, ({ inputs: { dy, x, bias }, attrs, backend }) =>
      gradient(backend, attrs, { dy, known: x, bias: backend.pointer(bias) }),
    ),
  ),
};

/** The gradients by the input and by the bias. */
function gradient(
  backend: WasmBackend,
  { activation }: Attrs,
  { dy, known, bias }: Readonly<Record<'dy' | 'known', TensorInfo>> & { readonly bias: OptionalPointer },
): TensorInfo[] {
  const { rows, columns } = measure(known);
  const outputs = [backend.newTensor(known.shape), backend.newTensor([columns])] as const;
  const [dx, dBias] = backend.pointers(...outputs);
  const [byOutput, values] = backend.pointers(dy, known);
  // Each chunk of rows is one partial sum, so that sums have one order on any number of threads. With about as many rows in
  // a chunk as there are chunks the rounding error is smallest.
  const chunk = Math.min(MOST_ROWS, 2 ** Math.ceil(Math.log2(rows + 1) / 2));
  const chunks = Math.ceil(rows / chunk);
  const width = Math.ceil(columns / 4) * 4;
  backend.withScratch(chunks * width, (sums) => {
    backend.threads.over(
      { extent: rows, unit: chunk, cost: rows * columns * NANOSECONDS },
      (kernels, { from, length }) =>
        kernels.biasActivationGradient({
          activation: ActivationCode[activation],
          dy: offset(byOutput, from * columns),
          known: offset(values, from * columns),
          bias,
          target: offset(dx, from * columns),
          sums: offset(sums, (from / chunk) * width),
          rows: length,
          columns,
          chunk,
        }),
    );
    backend.kernels.sumColumns({ x: sums, target: dBias, rows: chunks, distance: width, columns, scale: 1 });
  });
  return [...outputs];
}

function measure({ shape }: TensorInfo): { readonly rows: number; readonly columns: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), columns: shape.at(-1)! };
}
