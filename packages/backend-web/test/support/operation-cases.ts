import { RandomStream, sizeOf } from '@neurite/core';
import * as ops from '@neurite/ops';
import { dispose, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { countDispatches } from './benchmark-step.js';

/** An operation and its arguments. */
type Case = {
  readonly operation: { readonly compose: (inputs: never, attrs: never) => Tensor | Tensor[] } & ((
    inputs: never,
    attrs: never,
  ) => Tensor | Tensor[]);
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly attrs: object;
};

const [rows, row] = [[8, 16, 12], [12]];
const epsilon = 1e-5;
const heads = [2, 2, 8, 4];

const cases: Readonly<Record<string, Case>> = {
  LayerNorm: {
    operation: ops.layerNormOperation,
    inputs: { x: rows, scale: row, offset: row },
    attrs: { epsilon },
  },
  LayerNormGrad: {
    operation: ops.layerNormGradOperation,
    inputs: { dy: rows, x: rows, scale: row },
    attrs: { epsilon },
  },
  RmsNorm: { operation: ops.rmsNormOperation, inputs: { x: rows, scale: row }, attrs: { epsilon } },
  RmsNormGrad: { operation: ops.rmsNormGradOperation, inputs: { dy: rows, x: rows, scale: row }, attrs: { epsilon } },
  GroupNorm: {
    operation: ops.groupNormOperation,
    inputs: { x: rows, scale: row, offset: row },
    attrs: { epsilon, groups: 3 },
  },
  GroupNormGrad: {
    operation: ops.groupNormGradOperation,
    inputs: { dy: rows, x: rows, scale: row },
    attrs: { epsilon, groups: 3 },
  },
  BatchNormTraining: {
    operation: ops.batchNormTrainingOperation,
    inputs: { x: rows, scale: row, offset: row },
    attrs: { epsilon },
  },
  BatchNormTrainingGrad: {
    operation: ops.batchNormTrainingGradOperation,
    inputs: { dy: rows, dMean: row, dVariance: row, x: rows, scale: row, mean: row, variance: row },
    attrs: { epsilon },
  },
  BiasGatedActivation: {
    operation: ops.biasGatedActivationOperation,
    inputs: { x: rows, bias: row },
    attrs: { activation: 'gelu' },
  },
  BiasGatedActivationGrad: {
    operation: ops.biasGatedActivationGradOperation,
    inputs: { dy: rows, x: rows, bias: row },
    attrs: { activation: 'gelu' },
  },
  Attention: {
    operation: ops.attentionOperation,
    inputs: { query: heads, key: heads, value: heads },
    attrs: { scale: 0.5, causal: true },
  },
  AttentionGrad: {
    operation: ops.attentionGradOperation,
    inputs: { query: heads, key: heads, value: heads, dy: heads, y: heads, logSumExp: heads.slice(0, 3) },
    attrs: { scale: 0.5, causal: true },
  },
} as unknown as Record<string, Case>; // each with the inputs and attributes of its own

/** The dispatches of each operation on the running engine: composed, and by its fused kernel. */
export async function countOperations(): Promise<
  Record<string, { readonly composed: number; readonly fused: number }>
> {
  const counts: Record<string, { composed: number; fused: number }> = {};
  const random = RandomStream.fromSeed(1);
  for (const [name, { operation, inputs, attrs }] of Object.entries(cases)) {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, shape]) => [key, tensor(random.uniforms(sizeOf(shape), 0.1, 1), [...shape])]),
    );
    const count = async (f: () => Tensor | Tensor[]): Promise<number> => {
      // On webgl an upload is a dispatch, too: the first run does the uploads that happen once.
      let last = 0;
      for (let i = 0; i < 2; i++) {
        last = await countDispatches(async () => {
          const results = [tidy(f)].flat();
          await Promise.all(results.map((one) => one.data()));
          dispose(results);
        });
      }
      return last;
    };
    counts[name] = {
      composed: await count(() => operation.compose(tensors as never, attrs as never)),
      fused: await count(() => operation(tensors as never, attrs as never)),
    };
    dispose(Object.values(tensors));
  }
  return counts;
}
