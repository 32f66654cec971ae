import { assertShape, checkNumber } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OptionalPointer, offset, offsetOptional } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { unsuitable } from '../../checks.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { type GivenAttributes, shapes } from '../../signature.js';
import type { Part } from '../../threads.js';
import { broadcastStrides } from '../strides.js';

type Inputs = {
  readonly query: TensorInfo;
  readonly key: TensorInfo;
  readonly value: TensorInfo;
  readonly mask?: TensorInfo;
};
type GradientInputs = Inputs & { readonly dy: TensorInfo; readonly y: TensorInfo; readonly logSumExp: TensorInfo };
type Attributes = { readonly scale: number; readonly causal: boolean };
type Sizes = Readonly<Record<'batch' | 'heads' | 'queries' | 'keys' | 'dim' | 'depth', number>>;
/** One head of one sample, and where its mask is. */
type Head = {
  readonly index: number;
  readonly mask: OptionalPointer;
  readonly maskQuery: number;
  readonly maskKey: boolean;
};

/** For each product of two numbers, with what is done with it, about. */
const NANOSECONDS = 0.15;

const FACTORS = {
  query: 'batch heads queries dim',
  key: 'batch heads keys dim',
  value: 'batch heads keys depth',
};
const SAVED = { y: 'batch heads queries depth', dy: '=y', logSumExp: 'batch heads queries', 'mask?': '_ _ _ _' };

/** Scaled dot-product attention, head by head, and its gradient. */
export const attentionKernels: KernelTable = {
  Attention: operationKernel(shapes(FACTORS, checkKeys), takes(FLOAT, attention)),
  AttentionGrad: operationKernel(shapes({ ...FACTORS, ...SAVED }, checkKeys), takes(FLOAT, attentionGradient)),
  MaskedAttention: operationKernel(shapes({ ...FACTORS, mask: '_ _ _ _' }, checkKeys), takes(FLOAT, attention)),
};

/** A mask is broadcast to [batch, heads, queries, keys]; a causal one needs none of it, and as many keys as queries. */
function checkKeys(where: string, { scale, causal }: GivenAttributes, { query, key, mask }: Inputs): void {
  checkNumber(where, 'scale', scale);
  const sizes = [...query.shape.slice(0, 3), key.shape[2]!];
  if (causal && sizes[2] !== sizes[3]) throw unsuitable(where, 'key', `have ${sizes[2]} keys, with causal`, key.shape);
  if (!mask) return;
  const expected = sizes.map((size, axis) => (mask.shape[axis] === 1 ? 1 : size));
  assertShape(where, 'mask', mask.shape, expected);
}

function attention({ inputs, attrs: { scale, causal }, backend }: KernelCall<Inputs, Attributes>): TensorInfo[] {
  const sizes = sizesOf(inputs);
  const { batch, heads, queries, keys, dim, depth } = sizes;
  const outputs = [
    backend.newTensor([batch, heads, queries, depth]),
    backend.newTensor([batch, heads, queries]),
  ] as const;
  const [query, key, value] = backend.pointers(inputs.query, inputs.key, inputs.value);
  const [y, logSumExp] = backend.pointers(...outputs);
  shareHeads(backend, inputs, sizes, (heads) => (kernels, scratch) => {
    for (const { index, mask, maskQuery, maskKey } of heads) {
      kernels.attention({
        query: offset(query, index * queries * dim),
        key: offset(key, index * keys * dim),
        value: offset(value, index * keys * depth),
        mask,
        maskQuery,
        maskKey,
        y: offset(y, index * queries * depth),
        logSumExp: offset(logSumExp, index * queries),
        queries,
        keys,
        dim,
        depth,
        scale,
        causal,
        scratch,
      });
    }
  });
  return [...outputs];
}

function attentionGradient({
  inputs,
  attrs: { scale, causal },
  backend,
}: KernelCall<GradientInputs, Attributes>): TensorInfo[] {
  const sizes = sizesOf(inputs);
  const { queries, keys, dim, depth } = sizes;
  const outputs = [
    backend.newTensor(inputs.query.shape),
    backend.newTensor(inputs.key.shape),
    backend.newTensor(inputs.value.shape),
  ] as const;
  const [dy, y, logSumExp] = backend.pointers(inputs.dy, inputs.y, inputs.logSumExp);
  const [query, key, value] = backend.pointers(inputs.query, inputs.key, inputs.value);
  const [dQuery, dKey, dValue] = backend.pointers(...outputs);
  shareHeads(backend, inputs, sizes, (heads) => (kernels, scratch) => {
    for (const { index, mask, maskQuery, maskKey } of heads) {
      kernels.attentionGradient({
        dy: offset(dy, index * queries * depth),
        y: offset(y, index * queries * depth),
        logSumExp: offset(logSumExp, index * queries),
        query: offset(query, index * queries * dim),
        key: offset(key, index * keys * dim),
        value: offset(value, index * keys * depth),
        mask,
        maskQuery,
        maskKey,
        dQuery: offset(dQuery, index * queries * dim),
        dKey: offset(dKey, index * keys * dim),
        dValue: offset(dValue, index * keys * depth),
        queries,
        keys,
        dim,
        depth,
        scale,
        causal,
        scratch,
      });
    }
  });
  return [...outputs];
}

function sizesOf({ query, key, value }: Inputs): Sizes {
  const [batch, heads, queries, dim] = query.shape as [number, number, number, number]; // checked by the operation
  return { batch, heads, queries, keys: key.shape[2]!, dim, depth: value.shape[3]! };
}

/** Shares out the heads, which are independent. */
function shareHeads(backend: WasmBackend, inputs: Inputs, sizes: Sizes, part: (heads: readonly Head[]) => Part): void {
  const { kernels, threads } = backend;
  const { queries, keys, dim, depth } = sizes;
  const heads = headsOf(backend, inputs, sizes);
  const cost = heads.length * queries * keys * (dim + depth) * NANOSECONDS;
  threads.run(
    threads.cut(heads.length, { cost }).map(({ from, length }) => part(heads.slice(from, from + length))),
    kernels.attentionScratch({ keys, dim, depth }) + kernels.matrixProductScratch(),
  );
}

function headsOf(backend: WasmBackend, { mask }: Inputs, { batch, heads, queries, keys }: Sizes): Head[] {
  const start = backend.optionalPointer(mask);
  const strides = mask === undefined ? [0, 0, 0, 0] : broadcastStrides(mask.shape, [batch, heads, queries, keys]);
  const [byBatch, byHead, byQuery, byKey] = strides as [number, number, number, number]; // of rank 4
  return Array.from({ length: batch * heads }, (_, index) => ({
    index,
    mask: offsetOptional(start, Math.floor(index / heads) * byBatch + (index % heads) * byHead),
    maskQuery: byQuery * 4,
    maskKey: byKey !== 0,
  }));
}
