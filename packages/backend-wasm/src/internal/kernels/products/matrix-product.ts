import { formatShape, ShapeError } from '@neurite/core';
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type OptionalPointer, offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { TileSize, UnaryCode } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelFunction, type KernelTable, operationKernel, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import type { Part, Range } from '../../threads.js';
import { sum } from '../reductions/reduction.js';
import { broadcastStrides, joinAxes } from '../strides.js';
import {
  type Epilogue,
  emptyProduct,
  type FusedAttributes,
  type FusedInputs,
  NO_EPILOGUE,
  withActivation,
} from './epilogue.js';

type Transposes = { readonly transposeA: boolean; readonly transposeB: boolean };
type Factors = { readonly a: TensorInfo; readonly b: TensorInfo };

/** Of a multiply-add in a product, about. */
const NANOSECONDS = 0.06;

/** The depth of both is checked where it is known which are transposed. */
const MATRICES: Signature = shapes({ a: '... _ _', b: '... _ _' });

/** Matrix products; a batch of one factor is broadcast to that of the other. */
export const matrixProductKernels: KernelTable = {
  BatchMatMul: tfjsKernel(
    MATRICES,
    takes<Factors, Transposes>({ a: FLOAT, b: FLOAT }, ({ inputs, attrs, backend }) =>
      matMul(backend, inputs, attrs, NO_EPILOGUE),
    ),
  ),
  Dense: operationKernel(shapes({ x: 'n i', kernel: 'i o', bias: 'o' }), takes(FLOAT, dense('linear'))),
  DenseRelu: operationKernel(shapes({ x: 'n i', kernel: 'i o', bias: 'o' }), takes(FLOAT, dense('relu'))),
  _FusedMatMul: tfjsKernel(
    MATRICES,
    takes<Factors & FusedInputs, Transposes & FusedAttributes>({ a: FLOAT, b: FLOAT, bias: FLOAT }, (call) => {
      const { inputs, attrs, backend } = call;
      return withActivation(call, inputs.b.shape.at(attrs.transposeB ? -2 : -1)!, (epilogue) =>
        matMul(backend, inputs, attrs, epilogue),
      );
    }),
  ),
};

function dense(activation: string): KernelFunction<Readonly<Record<'x' | 'kernel' | 'bias', TensorInfo>>> {
  return ({ inputs: { x, kernel, bias }, backend }) =>
    withActivation({ inputs: { bias }, attrs: { activation }, backend }, kernel.shape[1]!, (epilogue) =>
      matMul(backend, { a: x, b: kernel }, { transposeA: false, transposeB: false }, epilogue),
    );
}

export function matMul(
  backend: WasmBackend,
  { a, b }: Factors,
  { transposeA, transposeB }: Transposes,
  epilogue: Epilogue,
): TensorInfo {
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
  if (depth === 0) return emptyProduct(backend, [...batch, rows, columns], epilogue);
  const output = backend.newTensor([...batch, rows, columns]);
  const { extents, strides } = joinAxes(batch, [broadcastStrides(aBatch, batch), broadcastStrides(bBatch, batch)]);
  const [aStrides, bStrides] = strides as [number[], number[]]; // of two factors
  const [left, right, target] = backend.pointers(a, b, output);
  const products: Product[] = [];
  const list = (axis: number, aAt: number, bAt: number): void => {
    if (axis < extents.length) {
      for (let i = 0; i < extents[axis]!; i++) list(axis + 1, aAt + i * aStrides[axis]!, bAt + i * bStrides[axis]!);
      return;
    }
    products.push({
      left: offset(left, aAt * rows * depth),
      right: offset(right, bAt * depth * columns),
      target: offset(target, products.length * rows * columns),
    });
  };
  list(0, 0, 0);
  const form: Form = {
    rows,
    columns,
    depth,
    transposeLeft: transposeA,
    transposeRight: transposeB,
    bias: backend.optionalPointer(epilogue.bias),
    rectify: epilogue.rectify,
  };
  multiply(backend, form, products);
  return output;
}

/** The addresses of one product. */
type Product = Readonly<Record<'left' | 'right' | 'target', Pointer>>;
/** What all products of a batch have in common. */
type Form = Readonly<Record<'rows' | 'columns' | 'depth', number>> &
  Readonly<Record<'transposeLeft' | 'transposeRight' | 'rectify', boolean>> & { readonly bias: OptionalPointer };

/** Above this depth a product is the sum of several, because a long sum in single precision loses digits. */
const DEEP = 16_384;

/** A product as the sum of products over parts of the depth. */
function multiplyDeep(backend: WasmBackend, form: Form, { left, right, target }: Product): void {
  const { kernels, threads } = backend;
  const { rows, columns, depth, bias, rectify, ...transposes } = form;
  const size = rows * columns;
  const chunks = Math.ceil(depth / DEEP);
  backend.withScratch(chunks * size, (sums) => {
    const pieces = threads.cut(chunks, { cost: rows * columns * depth * NANOSECONDS });
    const parts = pieces.map(({ from, length }): Part => {
      return (kernels, scratch) => {
        for (let i = from; i < from + length; i++) {
          kernels.matrixProduct({
            ...transposes,
            left,
            right,
            target: offset(sums, i * size),
            rows,
            columns,
            depth,
            fromRow: 0,
            toRow: rows,
            fromColumn: 0,
            toColumn: columns,
            fromDepth: i * DEEP,
            toDepth: Math.min(depth, (i + 1) * DEEP),
            bias: i === 0 ? bias : 0,
            rectify: false,
            scratch,
          });
        }
      };
    });
    threads.run(parts, kernels.matrixProductScratch());
    sum(backend, { x: sums, target, outer: 1, axis: chunks, inner: size });
  });
  if (rectify) kernels.unary({ code: UnaryCode.Relu, x: target, target, count: size, first: 0, second: 0 });
}

/** Products of matrices that need not be tensors, on as many threads as pay. */
export function multiply(backend: WasmBackend, form: Form, products: readonly Product[]): void {
  const { kernels, threads } = backend;
  const { rows, columns, depth, transposeLeft, transposeRight, bias, rectify } = form;
  if (depth > DEEP) {
    for (const product of products) multiplyDeep(backend, form, product);
    return;
  }
  const cost = products.length * rows * Math.ceil(columns / TileSize.Columns) * TileSize.Columns * depth * NANOSECONDS;
  const part = (some: readonly Product[], r: Range, c: Range): Part => {
    return (kernels, scratch) => {
      for (const { left, right, target } of some) {
        kernels.matrixProduct({
          left,
          right,
          target,
          rows,
          columns,
          depth,
          transposeLeft,
          transposeRight,
          fromRow: r.from,
          toRow: r.from + r.length,
          fromColumn: c.from,
          toColumn: c.from + c.length,
          fromDepth: 0,
          toDepth: depth,
          bias,
          rectify,
          scratch,
        });
      }
    };
  };
  const allRows = { from: 0, length: rows };
  const allColumns = { from: 0, length: columns };
  const scratch = kernels.matrixProductScratch();
  if (products.length >= threads.count || !threads.pays(cost)) {
    const pieces = threads.cut(products.length, { cost });
    threads.run(
      pieces.map(({ from, length }) => part(products.slice(from, from + length), allRows, allColumns)),
      scratch,
    );
    return;
  }
  for (const product of products) {
    // Each piece packs the other factor anew, so the longer side is cut. Pieces begin at multiples of the tile, so that few
    // tiles are at an edge.
    const ofOne = cost / products.length;
    const parts =
      rows > columns
        ? threads.cut(rows, { unit: TileSize.Rows, cost: ofOne }).map((r) => part([product], r, allColumns))
        : threads.cut(columns, { unit: TileSize.Columns, cost: ofOne }).map((c) => part([product], allRows, c));
    threads.run(parts, scratch);
  }
}
