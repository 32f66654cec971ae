import { attentionGradOperation, attentionOperation, maskedAttentionOperation } from '@neurite/ops';
import { add, engine, matMul, mul, reshape, type Tensor, type TensorInfo, tidy, util } from '@tensorflow/tfjs-core';
import type { Dialect, Target } from '../../shader.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly scale: number; readonly causal: boolean };
type Inputs = Readonly<Record<'query' | 'key' | 'value', TensorInfo>> & { readonly mask?: TensorInfo };

/** Stands for −∞: scores below it belong to masked keys, whose weights are 0. */
const LOWEST = '-3.0e38';

/** Scores as a matrix [batch · heads · queries, keys], and the constants still to be applied to them. */
type Scores = {
  readonly matrix: Tensor;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly constants: Readonly<Record<string, number>>;
};

function forward(target: Target, inputs: Inputs, attrs: Attrs): TensorInfo[] {
  return tidy(() => {
    const scores = scoresOf(inputs, attrs);
    const { query, key, value } = inputs as unknown as Record<string, Tensor>; // the engine passes tensors
    const logSumExp = owned(
      target.rows(
        {
          name: 'AttentionLogSumExp',
          inputs: { scores: scores.matrix },
          constants: scores.constants,
          outputShape: [scores.size.rows],
          body: (dialect) => `
            ${seenKeys(dialect)}
            ${dialect.float} largest = ${LOWEST};
            for (${dialect.int} j = 0; j < seen; j++) { largest = max(largest, ${score(dialect, 'j')}); }
            ${dialect.float} total = 0.0;
            ${dialect.float} broken = 0.0;
            for (${dialect.int} j = 0; j < seen; j++) {
              if (${score(dialect, 'j')} > ${LOWEST}) { total += exp(${score(dialect, 'j')} - largest); }
              broken = nanWith(${score(dialect, 'j')}, broken);
            }
            result = nanWith(broken, largest + log(max(total, 1.0)));`,
        },
        scores.size,
      ),
    );
    const weights = reshape(probabilitiesOf(target, scores, logSumExp), [...query!.shape.slice(0, 3), key!.shape[2]!]);
    return [matMul(weights, value!), reshape(logSumExp, query!.shape.slice(0, 3))];
  });
}

/** Four programs instead of a dozen: two products, the log-sum-exp of each query's scores, the probabilities. */
export const attention: FusedKernel = fusedKernel<'query' | 'key' | 'value', Attrs>(
  attentionOperation,
  (target, inputs, attrs) => forward(target, inputs, attrs),
);

/** Six programs instead of fourteen. */
export const maskedAttention: FusedKernel = fusedKernel<'query' | 'key' | 'value' | 'mask', Attrs>(
  maskedAttentionOperation,
  (target, inputs, attrs) => forward(target, inputs, attrs),
);

/** Eight programs instead of thirteen and more: five products, and three between them. */
export const attentionGrad: FusedKernel = fusedKernel<
  'query' | 'key' | 'value' | 'dy' | 'y' | 'logSumExp' | 'mask',
  Attrs
>(attentionGradOperation, (target, inputs, attrs) =>
  tidy(() => {
    const scores = scoresOf(inputs, attrs);
    const { query, key, value, dy, y, logSumExp } = inputs as unknown as Record<string, Tensor>; // the engine passes tensors
    const { rows } = scores.size;
    const depth = value!.shape[3]!;
    const weights = probabilitiesOf(target, scores, reshape(logSumExp!, [rows]));
    const dWeights = reshape(matMul(dy!, value!, false, true), [rows, scores.size.columns]);
    const delta = owned(
      target.rows(
        {
          name: 'AttentionDelta',
          inputs: { dy: reshape(dy!, [rows, depth]), y: reshape(y!, [rows, depth]) },
          constants: {},
          outputShape: [rows],
          body: ({ int, at }) =>
            `for (${int} j = 0; j < columns; j++) { result += ${at('dy', 'row', 'j')} * ${at('y', 'row', 'j')}; }`,
        },
        { rows, columns: depth },
      ),
    );
    const dScores = owned(
      target.rows(
        {
          name: 'AttentionScoresGrad',
          inputs: { weights, dWeights, delta },
          constants: { scale: attrs.scale },
          outputShape: [rows, scores.size.columns],
          body: ({ at, of }) =>
            `result = ${at('weights', 'row', 'column')} * (${at('dWeights', 'row', 'column')} - ${of('delta', 'row')}) * scale;`,
        },
        scores.size,
      ),
    );
    const shape = [...query!.shape.slice(0, 3), key!.shape[2]!];
    const scaled = reshape(dScores, shape);
    return [matMul(scaled, key!), matMul(scaled, query!, true), matMul(reshape(weights, shape), dy!, true)];
  }),
);

function scoresOf({ query, key, mask }: Omit<Inputs, 'value'>, { scale, causal }: Attrs): Scores {
  const products = matMul(query as Tensor, key as Tensor, false, true); // the engine passes tensors
  // tfjs broadcasts a mask of any shape.
  const scores = mask === undefined ? products : add(mul(products, scale), mask as Tensor);
  const [queries, keys] = [query.shape[2]!, key.shape[2]!];
  const rows = util.sizeFromShape(query.shape.slice(0, 3));
  return {
    matrix: reshape(scores, [rows, keys]),
    size: { rows, columns: keys },
    constants: { factor: mask === undefined ? scale : 1, queries, causal: causal ? 1 : 0 },
  };
}

function probabilitiesOf(target: Target, { matrix, size, constants }: Scores, logSumExp: Tensor): Tensor {
  const body = (dialect: Dialect): string => `
    ${seenKeys(dialect)}
    if (column < seen && ${score(dialect, 'column')} > ${LOWEST}) {
      result = exp(${score(dialect, 'column')} - ${dialect.of('logSumExp', 'row')});
    }
    result = nanWith(${dialect.of('logSumExp', 'row')}, result);`;
  const outputShape = [size.rows, size.columns];
  return owned(
    target.rows(
      { name: 'AttentionWeights', inputs: { scores: matrix, logSumExp }, constants, outputShape, body },
      size,
    ),
  );
}

/** Sets `seen` to the number of keys that the query of a row sees. */
function seenKeys({ int, toInt }: Dialect): string {
  return `
    ${int} seen = columns;
    if (causal > 0.5) { seen = row - (row / ${toInt('queries')}) * ${toInt('queries')} + 1; }`;
}

function score({ at }: Dialect, column: string): string {
  return `(${at('scores', 'row', column)} * factor)`;
}

/** A tensor that the enclosing scope owns. */
function owned(info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info);
}
