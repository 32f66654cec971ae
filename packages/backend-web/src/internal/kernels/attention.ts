import { attentionGradOperation, attentionOperation, maskedAttentionOperation } from '@neurite/ops';
import { add, engine, matMul, mul, reshape, type Tensor, type TensorInfo, tidy, util } from '@tensorflow/tfjs-core';
import { type FusedKernel, fusedKernel } from './fused-kernel.js';
import type { Dialect, Target } from './shader.js';

type Attrs = { readonly scale: number; readonly causal: boolean };
type Inputs = Readonly<Record<'query' | 'key' | 'value', TensorInfo>> & { readonly mask?: TensorInfo };

/** What stands in for −∞: scores below it are of hidden keys, whose weights are 0. */
const LOWEST = '-3.0e38';

/** Scores as a matrix [batch · heads · queries, keys], and what is still to be done to them. */
type Scores = {
  readonly matrix: Tensor;
  readonly size: { readonly rows: number; readonly columns: number };
  readonly constants: Readonly<Record<string, number>>;
};

function forward(target: Target, inputs: Inputs, attrs: Attrs): TensorInfo[] {
  return tidy(() => {
    const scores = scoresOf(inputs, attrs);
    const { query, key, value } = inputs as unknown as Record<string, Tensor>; // the engine passes tensors
    const level = owned(
      target.rows(
        {
          name: 'AttentionLevel',
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
    const weights = reshape(probabilitiesOf(target, scores, level), [...query!.shape.slice(0, 3), key!.shape[2]!]);
    return [matMul(weights, value!), reshape(level, query!.shape.slice(0, 3))];
  });
}

/** Four programs in the place of a dozen: two products, the level of each query's scores, the probabilities. */
export const attention: FusedKernel = fusedKernel<'query' | 'key' | 'value', Attrs>(
  attentionOperation,
  (target, inputs, attrs) => forward(target, inputs, attrs),
);

/** Six programs in the place of fourteen. */
export const maskedAttention: FusedKernel = fusedKernel<'query' | 'key' | 'value' | 'mask', Attrs>(
  maskedAttentionOperation,
  (target, inputs, attrs) => forward(target, inputs, attrs),
);

/** Eight programs in the place of thirteen and more: five products, and three between them. */
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
    const slopes = reshape(matMul(dy!, value!, false, true), [rows, scores.size.columns]);
    const change = owned(
      target.rows(
        {
          name: 'AttentionChange',
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
          inputs: { weights, slopes, change },
          constants: { scale: attrs.scale },
          outputShape: [rows, scores.size.columns],
          body: ({ at, of }) =>
            `result = ${at('weights', 'row', 'column')} * (${at('slopes', 'row', 'column')} - ${of('change', 'row')}) * scale;`,
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
  // A mask may be of many shapes: tfjs knows how to spread it.
  const scores = mask === undefined ? products : add(mul(products, scale), mask as Tensor);
  const [queries, keys] = [query.shape[2]!, key.shape[2]!];
  const rows = util.sizeFromShape(query.shape.slice(0, 3));
  return {
    matrix: reshape(scores, [rows, keys]),
    size: { rows, columns: keys },
    constants: { factor: mask === undefined ? scale : 1, queries, causal: causal ? 1 : 0 },
  };
}

function probabilitiesOf(target: Target, { matrix, size, constants }: Scores, level: Tensor): Tensor {
  const body = (dialect: Dialect): string => `
    ${seenKeys(dialect)}
    if (column < seen && ${score(dialect, 'column')} > ${LOWEST}) {
      result = exp(${score(dialect, 'column')} - ${dialect.of('level', 'row')});
    }
    result = nanWith(${dialect.of('level', 'row')}, result);`;
  const outputShape = [size.rows, size.columns];
  return owned(
    target.rows({ name: 'AttentionWeights', inputs: { scores: matrix, level }, constants, outputShape, body }, size),
  );
}

/** Sets `seen` to how many keys the query of a row sees. */
function seenKeys({ int, toInt }: Dialect): string {
  return `
    ${int} seen = columns;
    if (causal > 0.5) { seen = row - (row / ${toInt('queries')}) * ${toInt('queries')} + 1; }`;
}

function score({ at }: Dialect, column: string): string {
  return `(${at('scores', 'row', column)} * factor)`;
}

/** The scope around it owns it. */
function owned(info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info);
}
