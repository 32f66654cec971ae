import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { areFloats, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { broadcastStrides } from '../strides.js';

type Inputs = {
  readonly query: TensorInfo;
  readonly key: TensorInfo;
  readonly value: TensorInfo;
  readonly mask?: TensorInfo;
};
type GradInputs = Inputs & { readonly dy: TensorInfo; readonly y: TensorInfo; readonly logSumExp: TensorInfo };
type Attrs = { readonly scale: number; readonly causal: boolean };
type Sizes = Readonly<Record<'batch' | 'heads' | 'queries' | 'keys' | 'dim' | 'depth', number>>;
/** One head: how far into queries, keys, … it lies, in heads, and where its mask is. */
type Head = { readonly index: number; readonly mask: number; readonly maskQuery: number; readonly maskKey: number };

/** Attention of core, head by head, and its gradient. */
export const attentionKernels: KernelTable = {
  Attention: attention(),
  MaskedAttention: attention(),
  AttentionGrad: ownKernel<GradInputs, Attrs>(({ inputs, attrs: { scale, causal }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dy, y, logSumExp, query, key, value } = inputs;
    const sizes = sizesOf(inputs);
    const { queries, keys, dim, depth } = sizes;
    const scratch = scratchOf(backend, sizes);
    const outputs = [query, key, value].map(({ shape }) => backend.newTensor(shape, 'float32'));
    const [dQuery, dKey, dValue] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    for (const { index, mask, maskQuery, maskKey } of headsOf(backend, inputs, sizes)) {
      const at = (tensor: TensorInfo, size: number): number => backend.pointer(tensor) + index * size * 4;
      backend.kernels.attentionGradient(
        at(dy, queries * depth),
        at(y, queries * depth),
        at(logSumExp, queries),
        at(query, queries * dim),
        at(key, keys * dim),
        at(value, keys * depth),
        mask,
        maskQuery,
        maskKey,
        at(dQuery, queries * dim),
        at(dKey, keys * dim),
        at(dValue, keys * depth),
        queries,
        keys,
        dim,
        depth,
        scale,
        causal ? 1 : 0,
        scratch,
      );
    }
    return outputs;
  }),
};

function attention(): OwnKernel {
  return ownKernel<Inputs, Attrs>(({ inputs, attrs: { scale, causal }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { query, key, value } = inputs;
    const sizes = sizesOf(inputs);
    const { batch, heads, queries, keys, dim, depth } = sizes;
    const scratch = scratchOf(backend, sizes);
    const y = backend.newTensor([batch, heads, queries, depth], 'float32');
    const logSumExp = backend.newTensor([batch, heads, queries], 'float32');
    for (const { index, mask, maskQuery, maskKey } of headsOf(backend, inputs, sizes)) {
      const at = (tensor: TensorInfo, size: number): number => backend.pointer(tensor) + index * size * 4;
      backend.kernels.attention(
        at(query, queries * dim),
        at(key, keys * dim),
        at(value, keys * depth),
        mask,
        maskQuery,
        maskKey,
        at(y, queries * depth),
        at(logSumExp, queries),
        queries,
        keys,
        dim,
        depth,
        scale,
        causal ? 1 : 0,
        scratch,
      );
    }
    return [y, logSumExp];
  });
}

function sizesOf({ query, key, value }: Inputs): Sizes {
  const [batch, heads, queries, dim] = query.shape as [number, number, number, number]; // as core has checked
  return { batch, heads, queries, keys: key.shape[2]!, dim, depth: value.shape[3]! };
}

function scratchOf({ kernels, scratch }: WasmBackend, { keys, dim, depth }: Sizes): number {
  return scratch.floats(kernels.attentionScratch(keys, dim, depth) + kernels.matrixProductScratch());
}

function headsOf(backend: WasmBackend, { mask }: Inputs, { batch, heads, queries, keys }: Sizes): Head[] {
  const start = mask === undefined ? 0 : backend.pointer(mask);
  const steps = mask === undefined ? [0, 0, 0, 0] : broadcastStrides(mask.shape, [batch, heads, queries, keys]);
  const [byBatch, byHead, byQuery, byKey] = steps as [number, number, number, number]; // of rank 4
  return Array.from({ length: batch * heads }, (_, index) => ({
    index,
    mask: start + (Math.floor(index / heads) * byBatch + (index % heads) * byHead) * 4,
    maskQuery: byQuery * 4,
    maskKey: byKey,
  }));
}
