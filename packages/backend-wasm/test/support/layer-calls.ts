import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { type Call, images, last, pick, some } from './tensor-calls.js';

type Sizes = Readonly<Record<string, readonly number[]>>;

const filled = (shapes: Sizes): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, some(shape)]));

const sizes = (...values: readonly number[]): Tensor => tensor1d([...values], 'int32');

const window = { dataFormat: 'NHWC', strides: 1, pad: 'same', dilations: 1 };
const dilated = { ...window, dilations: 2 };
const volume = [1, 3, 4, 3];
const padded = [
  [0, 0],
  [1, 0],
  [0, 2],
  [0, 0],
];

/** Inputs of recurrent layers, whose gates are `times` as many as their units. */
function recurrent([batch, units]: readonly number[], times: number): Sizes {
  const state = [batch!, units!];
  const sequence = [batch!, 3, units!];
  return {
    ...{ x: [batch!, 3, times * units!], recurrentKernel: [units!, times * units!], recurrentBias: [times * units!] },
    ...{ initialState: state, initialCell: state, dFinalState: state, dFinalCell: state },
    ...{ outputs: sequence, dOutputs: sequence, cells: sequence, gates: [batch!, 3, 4 * units!], mask: [batch!, 3] },
  };
}

function pickInputs(sizes: Sizes, names: string): Record<string, Tensor> {
  return filled(Object.fromEntries(names.split(' ').map((name) => [name, sizes[name]!])));
}

const lstm = 'recurrentKernel initialState initialCell';
const gru = 'recurrentKernel initialState';
const attention = ([heads, queries]: readonly number[]): Sizes => ({
  ...{ query: [2, heads!, queries!, 3], key: [2, heads!, 4, 3], value: [2, heads!, 4, 5] },
  ...{ y: [2, heads!, queries!, 5], dy: [2, heads!, queries!, 5], logSumExp: [2, heads!, queries!] },
  mask: [2, 1, queries!, 4],
});

/** Labels in three steps. */
const aligned = (batch: number, classes: number): Record<string, Tensor> => ({
  logProbabilities: some([batch, 3, classes + 1]),
  labels: some([batch, Math.floor(classes / 2)], 'int32', classes),
  ...{ labelLengths: some([batch], 'int32', 2), inputLengths: some([batch], 'int32', 4) },
});

const scaled = { scale: 0.5, causal: false };
const recurrentCalls: Record<string, Call> = {
  LstmSequence: (run, shape) => run(pickInputs(recurrent(shape, 4), `x ${lstm}`)),
  MaskedLstmSequence: (run, shape) => run(pickInputs(recurrent(shape, 4), `x ${lstm} mask`)),
  LstmSequenceGrad: (run, shape) =>
    run(pickInputs(recurrent(shape, 4), `${lstm} outputs dOutputs dFinalCell gates cells`)),
  MaskedLstmSequenceGrad: (run, shape) =>
    run(pickInputs(recurrent(shape, 4), `${lstm} outputs dOutputs dFinalState dFinalCell gates cells mask`)),
  GruSequence: (run, shape) => run(pickInputs(recurrent(shape, 3), `x ${gru} recurrentBias`)),
  MaskedGruSequence: (run, shape) => run(pickInputs(recurrent(shape, 3), `x ${gru} recurrentBias mask`)),
  GruSequenceGrad: (run, shape) => run(pickInputs(recurrent(shape, 3), `${gru} outputs dOutputs gates`)),
  MaskedGruSequenceGrad: (run, shape) =>
    run(pickInputs(recurrent(shape, 3), `${gru} outputs dOutputs dFinalState gates mask`)),
  SimpleRnnSequence: (run, shape) => run(pickInputs(recurrent(shape, 1), `x ${gru}`), { activation: 'relu' }),
  MaskedSimpleRnnSequence: (run, shape) =>
    run(pickInputs(recurrent(shape, 1), `x ${gru} mask`), { activation: 'tanh' }),
  SimpleRnnSequenceGrad: (run, shape) =>
    run(pickInputs(recurrent(shape, 1), `${gru} outputs dOutputs`), { activation: 'relu' }),
  MaskedSimpleRnnSequenceGrad: (run, shape) =>
    run(pickInputs(recurrent(shape, 1), `${gru} outputs dOutputs dFinalState mask`), { activation: 'tanh' }),
};

/** How each kernel of layers is called, given a shape of two axes. */
export const layerCalls: Record<string, Call> = {
  ...recurrentCalls,
  Attention: (run, shape) =>
    run(pickInputs(attention(shape), 'query key value'), { ...scaled, causal: shape[1] === 4 }),
  MaskedAttention: (run, shape) => run(pickInputs(attention(shape), 'query key value mask'), scaled),
  AttentionGrad: (run, shape) => [
    run(pickInputs(attention(shape), 'query key value y dy logSumExp mask'), scaled),
    run(pickInputs(attention(shape), 'query key value y dy logSumExp'), scaled),
  ],
  ...pick('AvgPool MaxPool', (run, shape) => [
    run({ x: some(images(shape)) }, { filterSize: [2, 3], strides: 2, pad: 'valid' }),
    run({ x: some(images(shape)) }, { filterSize: 2, strides: 1, pad: padded, dimRoundingMode: 'floor' }),
  ]),
  ...pick('AvgPool3D MaxPool3D', (run, [, c]) =>
    run({ x: some([...volume, c!]) }, { filterSize: 2, strides: 1, pad: 'same' }),
  ),
  ...pick('AvgPoolGrad MaxPoolGrad', (run, shape) => {
    const image = images(shape);
    const attrs = { filterSize: [2, 3], strides: [1, 1], pad: 'same' };
    return run(filled({ dy: image, input: image, output: image }), attrs);
  }),
  ...pick('AvgPool3DGrad MaxPool3DGrad', (run, [, c]) => {
    const shape = [...volume, c!];
    const attrs = { filterSize: 2, strides: 1, pad: 'same' };
    return run(filled({ dy: shape, input: shape, output: shape }), attrs);
  }),
  BatchMatMul: (run, [rows, columns]) => [
    run(filled({ a: [2, rows!, 3], b: [2, 3, columns!] }), { transposeA: false, transposeB: false }),
    run(filled({ a: [3, rows!], b: [columns!, 3] }), { transposeA: true, transposeB: true }),
  ],
  _FusedMatMul: (run, [rows, columns]) =>
    run(filled({ a: [1, rows!, 3], b: [1, 3, columns!], bias: [columns!] }), {
      ...{ transposeA: false, transposeB: false, activation: 'relu' },
    }),
  ...pick('Dense DenseRelu', (run, [rows, columns]) =>
    run(filled({ x: [rows!, 3], kernel: [3, columns!], bias: [columns!] })),
  ),
  Einsum: (run, [rows, columns]) => run([some([rows!, 3]), some([3, columns!])], { equation: 'ij,jk->ik' }),
  ...pick('BatchNormTraining', (run, shape) =>
    run(filled({ x: shape, scale: [last(shape)], offset: [last(shape)] }), { epsilon: 1e-3 }),
  ),
  BatchNormTrainingGrad: (run, shape) => {
    const channels = [last(shape)];
    const inputs = { x: shape, dy: shape, scale: channels, dMean: channels, dVariance: channels };
    return run(filled(inputs), { epsilon: 1e-3 });
  },
  GroupNorm: (run, [n, c]) =>
    run(filled({ x: [n!, 3, 2 * c!], scale: [2 * c!], offset: [2 * c!] }), { groups: 2, epsilon: 1e-3 }),
  GroupNormGrad: (run, [n, c]) =>
    run(filled({ x: [n!, 3, 2 * c!], dy: [n!, 3, 2 * c!], scale: [2 * c!] }), { groups: 2, epsilon: 1e-3 }),
  LayerNorm: (run, shape) => run(filled({ x: shape, scale: [last(shape)], offset: [last(shape)] }), { epsilon: 1e-3 }),
  RmsNorm: (run, shape) => run(filled({ x: shape, scale: [last(shape)] }), { epsilon: 1e-3 }),
  ...pick('LayerNormGrad RmsNormGrad', (run, shape) =>
    run(filled({ x: shape, dy: shape, scale: [last(shape)] }), { epsilon: 1e-3 }),
  ),
  FusedBatchNorm: (run, shape) => {
    const channels = [last(shape)];
    const inputs = { x: shape, mean: channels, variance: channels, offset: channels, scale: channels };
    return run(filled(inputs), { varianceEpsilon: 1e-3 });
  },
  ...pick('BiasActivation', (run, shape) => run(filled({ x: shape, bias: [last(shape)] }), { activation: 'relu' })),
  BiasGatedActivation: (run, shape) => run(filled({ x: shape, bias: [last(shape)] }), { activation: 'gelu' }),
  BiasActivationGrad: (run, shape) => run(filled({ y: shape, dy: shape }), { activation: 'relu' }),
  BiasGatedActivationGrad: (run, shape) =>
    run(filled({ x: shape, bias: [last(shape)], dy: shape }), { activation: 'gelu' }),
  ExtremumGrad: (run, [n, c]) => [
    run(filled({ x: [n!, 3, c!], y: [n!, c!], dy: [n!, c!] })),
    run(filled({ x: [2, n!, 1], y: [2, 1], dy: [2, 1] })),
  ],
  SoftmaxGrad: (run, shape) => run(filled({ dy: shape, y: shape })),
  ReluGrad: (run, shape) => run(filled({ dy: shape, y: shape })),
  Dropout: (run, shape) => run({ x: some(shape), key: some([4], 'int32', 9) }, { rate: 0.3, offset: 0 }),
  BroadcastArgs: (run) => run({ s0: sizes(2, 1, 3), s1: sizes(4, 1) }),
  ExpandDims: (run, shape) => [0, 2, -1].map((dim) => run({ input: some(shape) }, { dim })),
  Reshape: (run, shape) => [
    run({ x: some(shape) }, { shape: [shape[1], shape[0]] }),
    run({ x: some(shape, 'bool') }, { shape: [-1] }),
  ],
  ...pick('Conv2D', (run, [n, c]) => [
    run(filled({ x: images([n!, c!]), filter: [3, 2, c!, 2] }), { strides: 2, pad: 'valid', dilations: 1 }),
    run(filled({ x: images([n!, 8]), filter: [3, 3, 8, 8] }), { ...window, pad: padded }),
    run(filled({ x: [n! % 3, 1, 40, 8], filter: [1, 3, 8, 8] }), { ...window, pad: 'same' }),
  ]),
  FusedConv2D: (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), filter: [3, 2, c!, 2], bias: [2] }), { ...window, activation: 'elu' }),
  ...pick('BiasedConv2D BiasedConv2DRelu', (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), kernel: [3, 2, c!, 2], bias: [2] }), window),
  ),
  ...pick('Conv2DBackpropFilter DilatedConv2DBackpropFilter', (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), dy: images([n!, 2]) }), { ...dilated, filterShape: [3, 2, c!, 2] }),
  ),
  ...pick('Conv2DBackpropInput DilatedConv2DBackpropInput', (run, [n, c]) =>
    run(filled({ dy: images([n!, 2]), filter: [3, 2, c!, 2] }), { ...dilated, inputShape: images([n!, c!]) }),
  ),
  GroupedConv2D: (run, [n, c]) =>
    run(filled({ x: images([n!, 2 * Math.max(1, c!)]), filter: [3, 2, Math.max(1, c!), 6] }), dilated),
  GroupedConv2DBackpropFilter: (run, [n, c]) =>
    run(filled({ x: images([n!, 2 * Math.max(1, c!)]), dy: images([n!, 6]) }), {
      ...{ ...dilated, filterShape: [3, 2, Math.max(1, c!), 6] },
    }),
  GroupedConv2DBackpropInput: (run, [n, c]) =>
    run(filled({ dy: images([n!, 6]), filter: [3, 2, Math.max(1, c!), 6] }), {
      ...{ ...dilated, inputShape: images([n!, 2 * Math.max(1, c!)]) },
    }),
  DepthwiseConv2dNative: (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), filter: [3, 2, c!, 2] }), { ...window, dilations: 2 }),
  FusedDepthwiseConv2D: (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), filter: [3, 2, c!, 1], bias: [c!] }), { ...window, activation: 'relu6' }),
  ...pick('DepthwiseConv2dNativeBackpropFilter DilatedDepthwiseConv2dNativeBackpropFilter', (run, [n, c]) =>
    run(filled({ x: images([n!, c!]), dy: images([n!, 2 * c!]) }), { ...dilated, filterShape: [3, 2, c!, 2] }),
  ),
  ...pick('DepthwiseConv2dNativeBackpropInput DilatedDepthwiseConv2dNativeBackpropInput', (run, [n, c]) => [
    run(filled({ dy: images([n!, 2 * c!]), filter: [3, 2, c!, 2] }), { ...window, inputShape: images([n!, c!]) }),
    run(filled({ dy: images([n!, c!], 3, 2), filter: [3, 2, c!, 1] }), {
      ...{ ...window, strides: 2 },
      inputShape: images([n!, c!]),
    }),
  ]),
  Ctc: (run, [n, c]) => run(aligned(n!, c!), { blank: c! }),
  CtcGrad: (run, [n, c]) =>
    run({ ...aligned(n!, c!), dy: some([n!]), sums: some([n!, 3, 2 * Math.floor(c! / 2) + 1]) }, { blank: c! }),
  Conv3D: (run, [, c]) => run(filled({ x: [...volume, c!], filter: [2, 2, 3, c!, 2] }), window),
  ...pick('Conv3DBackpropFilterV2 DilatedConv3DBackpropFilterV2', (run, [, c]) =>
    run(filled({ x: [...volume, c!], dy: [...volume, 2] }), { ...dilated, filterShape: [2, 2, 3, c!, 2] }),
  ),
  ...pick('Conv3DBackpropInputV2 DilatedConv3DBackpropInputV2', (run, [, c]) =>
    run(filled({ dy: [...volume, 2], filter: [2, 2, 3, c!, 2] }), { ...dilated, inputShape: [...volume, c!] }),
  ),
  SparseFillEmptyRows: (run, [n]) =>
    run({
      ...{ indices: some([n!, 2], 'int32', 2), values: some([n!]) },
      ...{ denseShape: sizes(4, 5), defaultValue: some([]) },
    }),
  SparseReshape: (run, [n]) =>
    run({
      inputIndices: some([n!, 2], 'int32', 2),
      ...{ inputShape: sizes(4, 4), newShape: sizes(2, 2, -1, 2) },
    }),
};
