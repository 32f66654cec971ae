import { formatShape, ShapeError } from '@neurite/core';
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { broadcastStrides, joinAxes } from '../../strides.js';
import type { Call, Range } from '../../threads.js';
import { type Epilogue, type FusedAttributes, type FusedInputs, withActivation } from './epilogue.js';

type Transposes = { readonly transposeA: boolean; readonly transposeB: boolean };
type Factors = { readonly a: TensorInfo; readonly b: TensorInfo };
/** Pieces begin at multiples of the tile of assembly/products/pack.ts, so that few tiles are at an edge. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;
/** Of a multiplication and an addition in a product, about. */
const NANOSECONDS = 0.06;

/** Matrix products; a factor of which there is one is used for the whole batch of the other. */
export const matMulKernels: KernelTable = {
  BatchMatMul: ownKernel<Factors, Transposes>(({ inputs, attrs, backend }) =>
    matMul(backend, inputs, attrs, { bias: undefined, rectify: false }),
  ),
  _FusedMatMul: ownKernel<Factors & FusedInputs, Transposes & FusedAttributes>((call) => {
    const { inputs, attrs, backend } = call;
    return withActivation(call, inputs.b.shape.at(attrs.transposeB ? -2 : -1)!, (epilogue) =>
      matMul(backend, inputs, attrs, epilogue),
    );
  }),
  Dense: dense('linear'),
  DenseRelu: dense('relu'),
};

function dense(activation: string): OwnKernel {
  return ownKernel<Readonly<Record<'x' | 'kernel' | 'bias', TensorInfo>>>(({ inputs, backend }) => {
    const { x, kernel, bias } = inputs;
    return withActivation({ inputs: { bias }, attrs: { activation }, backend }, kernel.shape[1]!, (epilogue) =>
      matMul(backend, { a: x, b: kernel }, { transposeA: false, transposeB: false }, epilogue),
    );
  });
}

function matMul(
  backend: WasmBackend,
  { a, b }: Factors,
  { transposeA, transposeB }: Transposes,
  { bias, rectify }: Epilogue,
): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const aRank = a.shape.length;
  const bRank = b.shape.length;
  const rows = a.shape[transposeA ? aRank - 1 : aRank - 2]!;
  const depth = a.shape[transposeA ? aRank - 2 : aRank - 1]!;
  const columns = b.shape[transposeB ? bRank - 2 : bRank - 1]!;
  if (b.shape[transposeB ? bRank - 1 : bRank - 2] !== depth) {
    throw new ShapeError({
      where: 'matMul',
      argument: 'b',
      expected: `have ${depth} ${transposeB ? 'columns' : 'rows'}, as \`a\` of shape ${formatShape(a.shape)}${transposeA ? ', transposed,' : ''} has ${depth} columns`,
      received: formatShape(b.shape),
    });
  }
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  if (depth === 0) return undefined;
  const output = backend.newTensor([...batch, rows, columns], 'float32');
  const left = backend.pointer(a);
  const right = backend.pointer(b);
  const added = bias === undefined || bias === null ? 0 : backend.pointer(bias);
  const { extents, strides } = joinAxes(batch, [broadcastStrides(aBatch, batch), broadcastStrides(bBatch, batch)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two factors
  const products: Product[] = [];
  let at = backend.pointer(output);
  const list = (axis: number, aAt: number, bAt: number): void => {
    if (axis < extents.length) {
      for (let i = 0; i < extents[axis]!; i++) list(axis + 1, aAt + i * aStrides[axis]!, bAt + i * bStrides[axis]!);
      return;
    }
    products.push({ left: left + aAt * rows * depth * 4, right: right + bAt * depth * columns * 4, target: at });
    at += rows * columns * 4;
  };
  list(0, 0, 0);
  const form: Form = {
    rows,
    columns,
    depth,
    transposeLeft: transposeA ? 1 : 0,
    transposeRight: transposeB ? 1 : 0,
    bias: added,
    rectify: rectify ? 1 : 0,
  };
  multiply(backend, form, products);
  return output;
}

/** The addresses of one product. */
type Product = { readonly left: number; readonly right: number; readonly target: number };
/** What all products of a batch have in common. */
type Form = Readonly<
  Record<'rows' | 'columns' | 'depth' | 'transposeLeft' | 'transposeRight' | 'bias' | 'rectify', number>
>;

/** Products without tensors, on as many threads as pay. */
export function multiply(backend: WasmBackend, form: Form, products: readonly Product[]): void {
  const { kernels, threads } = backend;
  const { rows, columns, depth, transposeLeft, transposeRight, bias, rectify } = form;
  const cost = products.length * rows * Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * depth * NANOSECONDS;
  const call = ({ left, right, target }: Product, r: Range, c: Range): Call => ({
    kernel: 'matrixProduct',
    args: [
      ...[rows, columns, depth, left, transposeLeft, right, transposeRight, target, bias, rectify, 0],
      ...[r.from, r.from + r.length, c.from, c.from + c.length],
    ],
    fromScratch: 1 << 10,
  });
  const allRows = { from: 0, length: rows };
  const allColumns = { from: 0, length: columns };
  const scratchBytes = kernels.matrixProductScratch() * 4;
  if (products.length >= threads.count || !threads.pays(cost)) {
    const pieces = threads.cut(products.length, { cost });
    threads.run(
      pieces.map(({ from, length }) =>
        products.slice(from, from + length).map((product) => call(product, allRows, allColumns)),
      ),
      scratchBytes,
    );
    return;
  }
  for (const product of products) {
    // Each piece packs the whole other factor anew, so the longer side is cut.
    const ofOne = cost / products.length;
    const parts =
      rows > columns
        ? threads.cut(rows, { unit: TILE_ROWS, cost: ofOne }).map((r) => [call(product, r, allColumns)])
        : threads.cut(columns, { unit: TILE_COLUMNS, cost: ofOne }).map((c) => [call(product, allRows, c)]);
    threads.run(parts, scratchBytes);
  }
}
