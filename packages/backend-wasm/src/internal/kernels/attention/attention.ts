import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { floatKernel, type KernelTable, type OwnKernel } from '../../kernel.js';
import { broadcastStrides } from '../../strides.js';
import type { Call } from '../../threads.js';

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
  AttentionGrad: floatKernel<GradInputs, Attrs>(({ inputs, attrs: { scale, causal }, backend }) => {
    const { dy, y, logSumExp, query, key, value } = inputs;
    const sizes = sizesOf(inputs);
    const { queries, keys, dim, depth } = sizes;
    const outputs = [query, key, value].map(({ shape }) => backend.newTensor(shape));
    const [dQuery, dKey, dValue] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    const at = (tensor: TensorInfo, size: number): ((index: number) => number) => {
      const pointer = backend.pointer(tensor);
      return (index) => pointer + index * size * 4;
    };
    const [dyAt, yAt, logAt] = [at(dy, queries * depth), at(y, queries * depth), at(logSumExp, queries)];
    const [queryAt, keyAt, valueAt] = [at(query, queries * dim), at(key, keys * dim), at(value, keys * depth)];
    const [dQueryAt, dKeyAt, dValueAt] = [at(dQuery, queries * dim), at(dKey, keys * dim), at(dValue, keys * depth)];
    shareHeads(backend, headsOf(backend, inputs, sizes), sizes, ({ index, mask, maskQuery, maskKey }) => ({
      kernel: 'attentionGradient',
      args: [
        ...[dyAt(index), yAt(index), logAt(index), queryAt(index), keyAt(index), valueAt(index)],
        ...[mask, maskQuery, maskKey, dQueryAt(index), dKeyAt(index), dValueAt(index)],
        ...[queries, keys, dim, depth, scale, causal ? 1 : 0, 0],
      ],
      fromScratch: 1 << 18,
    }));
    return outputs;
  }),
};

function attention(): OwnKernel {
  return floatKernel<Inputs, Attrs>(({ inputs, attrs: { scale, causal }, backend }) => {
    const { query, key, value } = inputs;
    const sizes = sizesOf(inputs);
    const { batch, heads, queries, keys, dim, depth } = sizes;
    const y = backend.newTensor([batch, heads, queries, depth]);
    const logSumExp = backend.newTensor([batch, heads, queries]);
    const [queryAt, keyAt, valueAt] = backend.pointers(query, key, value);
    const [yAt, logAt] = backend.pointers(y, logSumExp);
    shareHeads(backend, headsOf(backend, inputs, sizes), sizes, ({ index, mask, maskQuery, maskKey }) => ({
      kernel: 'attention',
      args: [
        ...[queryAt + index * queries * dim * 4, keyAt + index * keys * dim * 4, valueAt + index * keys * depth * 4],
        ...[mask, maskQuery, maskKey, yAt + index * queries * depth * 4, logAt + index * queries * 4],
        ...[queries, keys, dim, depth, scale, causal ? 1 : 0, 0],
      ],
      fromScratch: 1 << 14,
    }));
    return [y, logSumExp];
  });
}

function sizesOf({ query, key, value }: Inputs): Sizes {
  const [batch, heads, queries, dim] = query.shape as [number, number, number, number]; // as core has checked
  return { batch, heads, queries, keys: key.shape[2]!, dim, depth: value.shape[3]! };
}

/** For each product of two numbers, about, with what is done with it. */
const NANOSECONDS = 0.15;

/** Shares the heads out, which know nothing of one another. */
function shareHeads(
  { kernels, threads }: WasmBackend,
  heads: readonly Head[],
  { queries, keys, dim, depth }: Sizes,
  call: (head: Head) => Call,
): void {
  const cost = heads.length * queries * keys * (dim + depth) * NANOSECONDS;
  threads.run(
    threads.cut(heads.length, { cost }).map(({ from, length }) => heads.slice(from, from + length).map(call)),
    (kernels.attentionScratch(keys, dim, depth) + kernels.matrixProductScratch()) * 4,
  );
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
