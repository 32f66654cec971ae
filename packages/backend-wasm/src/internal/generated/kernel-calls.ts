// Generated from assembly/ by tools/generate-calls.mjs; change the sources there and build.
import type { AnyScratch, Code, Memory, OptionalPointer, Plain, Pointer } from '../address.js';

/** Of assembly/products/bias-activation.ts. */
export type ActivationCode = Code<'ActivationCode'>;
export const ActivationCode: Readonly<Record<'relu' | 'sigmoid' | 'tanh' | 'gelu' | 'geluTanh' | 'silu', ActivationCode>> = { relu: 0, sigmoid: 1, tanh: 2, gelu: 3, geluTanh: 4, silu: 5 } as never; // the values are codes

/** Of assembly/elementwise/binary.ts. */
export type BinaryCode = Code<'BinaryCode'>;
export const BinaryCode: Readonly<Record<'Add' | 'Sub' | 'Multiply' | 'RealDiv' | 'Maximum' | 'Minimum' | 'SquaredDifference' | 'IntegerAdd' | 'IntegerSub' | 'IntegerMultiply' | 'IntegerMaximum' | 'IntegerMinimum' | 'IntegerSquaredDifference' | 'IntegerAnd' | 'Prelu' | 'EluGrad' | 'Atan2' | 'Pow' | 'Mod' | 'FloorDiv' | 'IntegerMod' | 'IntegerFloorDiv', BinaryCode>> = { Add: 0, Sub: 1, Multiply: 2, RealDiv: 3, Maximum: 4, Minimum: 5, SquaredDifference: 6, IntegerAdd: 7, IntegerSub: 8, IntegerMultiply: 9, IntegerMaximum: 10, IntegerMinimum: 11, IntegerSquaredDifference: 12, IntegerAnd: 13, Prelu: 14, EluGrad: 15, Atan2: 16, Pow: 17, Mod: 18, FloorDiv: 19, IntegerMod: 20, IntegerFloorDiv: 21 } as never; // the values are codes

/** Of assembly/elementwise/comparison.ts. */
export type ComparisonCode = Code<'ComparisonCode'>;
export const ComparisonCode: Readonly<Record<'Equal' | 'NotEqual' | 'Greater' | 'GreaterEqual' | 'Less' | 'LessEqual' | 'IntegerEqual' | 'IntegerNotEqual' | 'IntegerGreater' | 'IntegerGreaterEqual' | 'IntegerLess' | 'IntegerLessEqual' | 'IsFinite' | 'IsInf', ComparisonCode>> = { Equal: 0, NotEqual: 1, Greater: 2, GreaterEqual: 3, Less: 4, LessEqual: 5, IntegerEqual: 6, IntegerNotEqual: 7, IntegerGreater: 8, IntegerGreaterEqual: 9, IntegerLess: 10, IntegerLessEqual: 11, IsFinite: 12, IsInf: 13 } as never; // the values are codes

/** Of assembly/reductions/cumulative.ts. */
export type CumulativeCode = Code<'CumulativeCode'>;
export const CumulativeCode: Readonly<Record<'Sum' | 'Prod' | 'IntegerSum' | 'IntegerProd', CumulativeCode>> = { Sum: 0, Prod: 1, IntegerSum: 2, IntegerProd: 3 } as never; // the values are codes

/** Of assembly/pooling/morphology.ts. */
export type DilationCode = Code<'DilationCode'>;
export const DilationCode: Readonly<Record<'Maximum' | 'InputGradient' | 'FilterGradient' | 'Index', DilationCode>> = { Maximum: 0, InputGradient: 1, FilterGradient: 2, Index: 3 } as never; // the values are codes

/** Of assembly/elementwise/convert.ts. */
export type DtypeCode = Code<'DtypeCode'>;
export const DtypeCode: Readonly<Record<'float32' | 'int32' | 'bool', DtypeCode>> = { float32: 0, int32: 1, bool: 2 } as never; // the values are codes

/** Of assembly/images/warp.ts. */
export type FillModeCode = Code<'FillModeCode'>;
export const FillModeCode: Readonly<Record<'constant' | 'reflect' | 'wrap' | 'nearest', FillModeCode>> = { constant: 0, reflect: 1, wrap: 2, nearest: 3 } as never; // the values are codes

/** Of assembly/reductions/integer-reduction.ts. */
export type IntegerReductionCode = Code<'IntegerReductionCode'>;
export const IntegerReductionCode: Readonly<Record<'Sum' | 'Prod' | 'Max' | 'Min', IntegerReductionCode>> = { Sum: 0, Prod: 1, Max: 2, Min: 3 } as never; // the values are codes

/** Of assembly/elementwise/comparison.ts. */
export type LogicCode = Code<'LogicCode'>;
export const LogicCode: Readonly<Record<'And' | 'Or' | 'Nand', LogicCode>> = { And: 0, Or: 1, Nand: 2 } as never; // the values are codes

/** Of assembly/reductions/reduction.ts. */
export type ReductionCode = Code<'ReductionCode'>;
export const ReductionCode: Readonly<Record<'Sum' | 'Max' | 'Min', ReductionCode>> = { Sum: 0, Max: 1, Min: 2 } as never; // the values are codes

/** Of assembly/images/resize.ts. */
export type ResizeCode = Code<'ResizeCode'>;
export const ResizeCode: Readonly<Record<'Bilinear' | 'Floor' | 'Round', ResizeCode>> = { Bilinear: 0, Floor: 1, Round: 2 } as never; // the values are codes

/** Of assembly/normalization/row-norm.ts. */
export type RowNormSize = Code<'RowNormSize'>;
export const RowNormSize: Readonly<Record<'ChunkRows', RowNormSize>> = { ChunkRows: 64 } as never; // the values are codes

/** Of assembly/indexing/gather-scatter.ts. */
export type ScatterCode = Code<'ScatterCode'>;
export const ScatterCode: Readonly<Record<'Set' | 'Add' | 'IntegerAdd', ScatterCode>> = { Set: 0, Add: 1, IntegerAdd: 2 } as never; // the values are codes

/** Of assembly/products/pack.ts. */
export type TileSize = Code<'TileSize'>;
export const TileSize: Readonly<Record<'Rows' | 'Columns', TileSize>> = { Rows: 4, Columns: 8 } as never; // the values are codes

/** Of assembly/elementwise/unary-code.ts. */
export type UnaryCode = Code<'UnaryCode'>;
export const UnaryCode: Readonly<Record<'Relu' | 'LeakyRelu' | 'Sqrt' | 'Rsqrt' | 'Square' | 'Neg' | 'Abs' | 'Step' | 'Reciprocal' | 'ClipByValue' | 'Sign' | 'Floor' | 'Ceil' | 'Round' | 'Exp' | 'Log' | 'Softplus' | 'Log1p' | 'Erf' | 'Expm1' | 'Sigmoid' | 'Tanh' | 'Elu' | 'Selu' | 'Sin' | 'Cos' | 'Tan' | 'Asin' | 'Acos' | 'Atan' | 'Sinh' | 'Cosh' | 'Asinh' | 'Acosh' | 'Atanh', UnaryCode>> = { Relu: 0, LeakyRelu: 1, Sqrt: 2, Rsqrt: 3, Square: 4, Neg: 5, Abs: 6, Step: 7, Reciprocal: 8, ClipByValue: 9, Sign: 10, Floor: 11, Ceil: 12, Round: 13, Exp: 14, Log: 15, Softplus: 16, Log1p: 17, Erf: 18, Expm1: 19, Sigmoid: 20, Tanh: 21, Elu: 22, Selu: 23, Sin: 24, Cos: 25, Tan: 26, Asin: 27, Acos: 28, Atan: 29, Sinh: 30, Cosh: 31, Asinh: 32, Acosh: 33, Atanh: 34 } as never; // the values are codes

/** Of assembly/convolution/winograd.ts. */
export type WinogradSize = Code<'WinogradSize'>;
export const WinogradSize: Readonly<Record<'Side' | 'Values', WinogradSize>> = { Side: 4, Values: 36 } as never; // the values are codes

/** What each kernel is called with; the meaning of an argument is in the file that is named. */
export type KernelArguments = {
  /** assembly/convolution/convolution-gradient.ts */
  readonly addFilterGradient: { readonly images: Plain; readonly x: Pointer; readonly dy: Pointer; readonly target: Pointer; readonly scratch: AnyScratch; readonly fromElement: Plain; readonly toElement: Plain; readonly fromFilter: Plain; readonly toFilter: Plain };
  /** assembly/convolution/convolution-gradient.ts */
  readonly addStrided: { readonly source: Pointer; readonly target: Pointer; readonly n0: Plain; readonly n1: Plain; readonly n2: Plain; readonly n3: Plain; readonly s0: Plain; readonly s1: Plain; readonly s2: Plain; readonly s3: Plain; readonly t0: Plain; readonly t1: Plain; readonly t2: Plain; readonly t3: Plain };
  /** assembly/convolution/convolution.ts */
  readonly areFinite: { readonly at: Memory; readonly end: Memory };
  /** assembly/reductions/reduction.ts */
  readonly argExtremum: { readonly x: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain; readonly sign: Plain };
  /** assembly/attention/attention.ts */
  readonly attention: { readonly query: Pointer; readonly key: Pointer; readonly value: Pointer; readonly mask: OptionalPointer; readonly maskQuery: Plain; readonly maskKey: boolean; readonly y: Pointer; readonly logSumExp: Pointer; readonly queries: Plain; readonly keys: Plain; readonly dim: Plain; readonly depth: Plain; readonly scale: Plain; readonly causal: boolean; readonly scratch: AnyScratch };
  /** assembly/attention/attention.ts */
  readonly attentionGradient: { readonly dy: Pointer; readonly y: Pointer; readonly logSumExp: Pointer; readonly query: Pointer; readonly key: Pointer; readonly value: Pointer; readonly mask: OptionalPointer; readonly maskQuery: Plain; readonly maskKey: boolean; readonly dQuery: Pointer; readonly dKey: Pointer; readonly dValue: Pointer; readonly queries: Plain; readonly keys: Plain; readonly dim: Plain; readonly depth: Plain; readonly scale: Plain; readonly causal: boolean; readonly scratch: AnyScratch };
  /** assembly/attention/attention.ts */
  readonly attentionScratch: { readonly keys: Plain; readonly dim: Plain; readonly depth: Plain };
  /** assembly/pooling/pooling.ts */
  readonly averagePool: { readonly x: Pointer; readonly target: Pointer; readonly images: Plain };
  /** assembly/pooling/pooling.ts */
  readonly averagePoolGradient: { readonly dy: Pointer; readonly target: Pointer; readonly images: Plain };
  /** assembly/normalization/batch-norm.ts */
  readonly batchNormalization: { readonly x: Pointer; readonly mean: Pointer; readonly variance: Pointer; readonly offset: OptionalPointer; readonly scale: OptionalPointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain; readonly epsilon: Plain; readonly scratch: AnyScratch };
  /** assembly/products/bias-activation.ts */
  readonly biasActivation: { readonly activation: ActivationCode; readonly x: Pointer; readonly bias: Pointer; readonly target: Pointer; readonly count: Plain; readonly columns: Plain };
  /** assembly/products/bias-activation.ts */
  readonly biasActivationGradient: { readonly activation: ActivationCode; readonly dy: Pointer; readonly known: Pointer; readonly bias: OptionalPointer; readonly target: Pointer; readonly sums: Memory; readonly rows: Plain; readonly columns: Plain; readonly chunk: Plain };
  /** assembly/elementwise/binary.ts */
  readonly binary: { readonly code: BinaryCode; readonly a: Pointer; readonly aOne: boolean; readonly b: Pointer; readonly bOne: boolean; readonly target: Pointer; readonly length: Plain; readonly outer: Plain; readonly aOuter: Plain; readonly bOuter: Plain; readonly middle: Plain; readonly aMiddle: Plain; readonly bMiddle: Plain };
  /** assembly/indexing/bincount.ts */
  readonly bincount: { readonly x: Pointer; readonly weights: OptionalPointer; readonly target: Pointer; readonly count: Plain; readonly size: Plain; readonly binary: boolean; readonly integers: boolean };
  /** assembly/normalization/channel-norm.ts */
  readonly channelNorm: { readonly x: Pointer; readonly scale: Pointer; readonly offset: Pointer; readonly target: Pointer; readonly mean: OptionalPointer; readonly variance: OptionalPointer; readonly samples: Plain; readonly positions: Plain; readonly channels: Plain; readonly distance: Plain; readonly size: Plain; readonly epsilon: Plain; readonly scratch: AnyScratch };
  /** assembly/normalization/channel-norm.ts */
  readonly channelNormGradient: { readonly dy: Pointer; readonly x: Pointer; readonly scale: Pointer; readonly dMean: OptionalPointer; readonly dVariance: OptionalPointer; readonly dx: Pointer; readonly dScale: Pointer; readonly dOffset: Pointer; readonly samples: Plain; readonly positions: Plain; readonly channels: Plain; readonly distance: Plain; readonly size: Plain; readonly epsilon: Plain; readonly scratch: AnyScratch };
  /** assembly/elementwise/comparison.ts */
  readonly compare: { readonly code: ComparisonCode; readonly a: Pointer; readonly aOne: boolean; readonly b: Pointer; readonly bOne: boolean; readonly target: Pointer; readonly count: Plain };
  /** assembly/elementwise/convert.ts */
  readonly convert: { readonly from: DtypeCode; readonly to: DtypeCode; readonly x: Pointer; readonly target: Pointer; readonly count: Plain };
  /** assembly/convolution/convolution.ts */
  readonly convolutionScratch: { readonly images: Plain };
  /** assembly/convolution/convolution.ts */
  readonly convolve: { readonly images: Plain; readonly x: Pointer; readonly kernel: Pointer; readonly target: Pointer; readonly bias: OptionalPointer; readonly rectify: boolean; readonly scratch: AnyScratch };
  /** assembly/convolution/winograd.ts */
  readonly convolveTiles: { readonly x: Pointer; readonly weights: Memory; readonly target: Pointer; readonly bias: OptionalPointer; readonly rectify: boolean; readonly scratch: AnyScratch; readonly fromTile: Plain; readonly toTile: Plain; readonly notFinite: Pointer };
  /** assembly/shape/copy.ts */
  readonly copyStrided: { readonly source: Memory; readonly target: Pointer; readonly n0: Plain; readonly n1: Plain; readonly n2: Plain; readonly n3: Plain; readonly s0: Plain; readonly s1: Plain; readonly s2: Plain; readonly s3: Plain; readonly t0: Plain; readonly t1: Plain; readonly t2: Plain; readonly t3: Plain };
  /** assembly/sparse/sparse.ts */
  readonly countRows: { readonly indices: Pointer; readonly counts: Memory; readonly count: Plain; readonly rank: Plain; readonly rows: Plain };
  /** assembly/images/warp.ts */
  readonly crop: { readonly image: Pointer; readonly target: Pointer; readonly height: Plain; readonly width: Plain; readonly channels: Plain; readonly rows: Plain; readonly columns: Plain; readonly row: Plain; readonly column: Plain; readonly down: Plain; readonly across: Plain; readonly nearest: boolean; readonly fill: Memory };
  /** assembly/reductions/cumulative.ts */
  readonly cumulate: { readonly x: Pointer; readonly target: Pointer; readonly outer: Plain; readonly axis: Plain; readonly inner: Plain; readonly code: CumulativeCode; readonly exclusive: boolean; readonly reverse: boolean };
  /** assembly/convolution/depthwise.ts */
  readonly depthwise: { readonly x: Pointer; readonly kernel: Pointer; readonly target: Pointer; readonly bias: OptionalPointer; readonly images: Plain; readonly rectify: boolean };
  /** assembly/convolution/depthwise.ts */
  readonly depthwiseFilterGradient: { readonly images: Plain; readonly x: Pointer; readonly dy: Pointer; readonly target: Pointer; readonly fromChannel: Plain; readonly toChannel: Plain };
  /** assembly/convolution/depthwise.ts */
  readonly depthwiseInputGradient: { readonly dy: Pointer; readonly kernel: Pointer; readonly target: Pointer; readonly images: Plain };
  /** assembly/convolution/window.ts */
  readonly describeWindow: { readonly imageDepth: Plain; readonly imageHeight: Plain; readonly imageWidth: Plain; readonly imageChannels: Plain; readonly windowDepth: Plain; readonly windowHeight: Plain; readonly windowWidth: Plain; readonly filterCount: Plain; readonly planeStride: Plain; readonly rowStride: Plain; readonly columnStride: Plain; readonly rowDilation: Plain; readonly columnDilation: Plain; readonly resultDepth: Plain; readonly resultHeight: Plain; readonly resultWidth: Plain; readonly padFront: Plain; readonly padTop: Plain; readonly padLeft: Plain };
  /** assembly/pooling/morphology.ts */
  readonly dilate: { readonly wanted: DilationCode; readonly x: Pointer; readonly filter: OptionalPointer; readonly dy: OptionalPointer; readonly target: Pointer; readonly images: Plain; readonly imageStep: Plain };
  /** assembly/random/dropout.ts */
  readonly dropout: { readonly x: Pointer; readonly key: Pointer; readonly target: Pointer; readonly first: Plain; readonly count: Plain; readonly threshold: Plain; readonly scale: Plain };
  /** assembly/shape/copy.ts */
  readonly fill: { readonly target: Memory; readonly count: Plain; readonly bits: Plain };
  /** assembly/sparse/sparse.ts */
  readonly fillEmptyRows: { readonly indices: Pointer; readonly values: Pointer; readonly defaultValue: Pointer; readonly target: Pointer; readonly filled: Pointer; readonly isEmpty: Pointer; readonly order: Pointer; readonly counts: Memory; readonly count: Plain; readonly rank: Plain; readonly rows: Plain };
  /** assembly/indexing/gather-scatter.ts */
  readonly flattenIndices: { readonly indices: Pointer; readonly target: Memory; readonly count: Plain; readonly rank: Plain; readonly limit: Plain; readonly s0: Plain; readonly s1: Plain; readonly s2: Plain; readonly s3: Plain; readonly s4: Plain; readonly s5: Plain };
  /** assembly/indexing/gather-scatter.ts */
  readonly gather: { readonly source: Pointer; readonly indices: Memory; readonly target: Pointer; readonly outer: Plain; readonly extent: Plain; readonly count: Plain; readonly inner: Plain };
  /** assembly/convolution/winograd.ts */
  readonly gradientOfTiles: { readonly x: Pointer; readonly dy: Pointer; readonly target: Memory; readonly scratch: AnyScratch; readonly fromTile: Plain; readonly toTile: Plain; readonly notFinite: Pointer };
  /** assembly/recurrent/recurrent.ts */
  readonly gruSequence: { readonly x: Pointer; readonly kernel: Pointer; readonly bias: Pointer; readonly state: Pointer; readonly outputs: Pointer; readonly gates: Pointer; readonly batch: Plain; readonly time: Plain; readonly units: Plain; readonly scratch: AnyScratch };
  /** assembly/recurrent/recurrent.ts */
  readonly gruSequenceGradient: { readonly dOutputs: Pointer; readonly kernel: Pointer; readonly initialState: Pointer; readonly outputs: Pointer; readonly gates: Pointer; readonly dx: Pointer; readonly byState: Pointer; readonly dState: Pointer; readonly batch: Plain; readonly time: Plain; readonly units: Plain; readonly scratch: AnyScratch };
  /** assembly/indexing/gather-scatter.ts */
  readonly indicesInBounds: { readonly indices: Pointer; readonly count: Plain; readonly limit: Plain };
  /** assembly/convolution/convolution-gradient.ts */
  readonly inputGradient: { readonly dy: Pointer; readonly kernel: Pointer; readonly target: Pointer; readonly images: Plain; readonly scratch: AnyScratch };
  /** assembly/convolution/convolution-gradient.ts */
  readonly inputGradientUnit: Readonly<Record<never, never>>;
  /** assembly/normalization/local-response.ts */
  readonly localResponse: { readonly x: Pointer; readonly target: Pointer; readonly rows: Plain; readonly channels: Plain; readonly radius: Plain; readonly bias: Plain; readonly alpha: Plain; readonly beta: Plain };
  /** assembly/normalization/local-response.ts */
  readonly localResponseGradient: { readonly dy: Pointer; readonly x: Pointer; readonly y: Pointer; readonly target: Pointer; readonly rows: Plain; readonly channels: Plain; readonly radius: Plain; readonly bias: Plain; readonly alpha: Plain; readonly beta: Plain; readonly scratch: AnyScratch };
  /** assembly/normalization/softmax.ts */
  readonly logSoftmax: { readonly logits: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain };
  /** assembly/elementwise/comparison.ts */
  readonly logical: { readonly code: LogicCode; readonly a: Pointer; readonly b: Pointer; readonly target: Pointer; readonly count: Plain };
  /** assembly/recurrent/recurrent.ts */
  readonly lstmSequence: { readonly x: Pointer; readonly kernel: Pointer; readonly state: Pointer; readonly finalCell: Pointer; readonly outputs: Pointer; readonly gates: Pointer; readonly cells: Pointer; readonly batch: Plain; readonly time: Plain; readonly units: Plain; readonly scratch: AnyScratch };
  /** assembly/recurrent/recurrent.ts */
  readonly lstmSequenceGradient: { readonly dOutputs: Pointer; readonly kernel: Pointer; readonly initialCell: Pointer; readonly gates: Pointer; readonly cells: Pointer; readonly dx: Pointer; readonly dState: Pointer; readonly dCell: Pointer; readonly batch: Plain; readonly time: Plain; readonly units: Plain; readonly scratch: AnyScratch };
  /** assembly/products/matrix-product.ts */
  readonly matrixProduct: { readonly rows: Plain; readonly columns: Plain; readonly depth: Plain; readonly left: Pointer; readonly transposeLeft: boolean; readonly right: Pointer; readonly transposeRight: boolean; readonly target: Pointer; readonly bias: OptionalPointer; readonly rectify: boolean; readonly scratch: AnyScratch; readonly fromRow: Plain; readonly toRow: Plain; readonly fromColumn: Plain; readonly toColumn: Plain };
  /** assembly/products/matrix-product.ts */
  readonly matrixProductScratch: Readonly<Record<never, never>>;
  /** assembly/reductions/reduction.ts */
  readonly maxColumns: { readonly x: Memory; readonly target: Pointer; readonly rows: Plain; readonly distance: Plain; readonly columns: Plain };
  /** assembly/pooling/pooling.ts */
  readonly maxPool: { readonly x: Pointer; readonly target: Pointer; readonly images: Plain };
  /** assembly/pooling/pooling.ts */
  readonly maxPoolGradient: { readonly dy: Pointer; readonly x: Pointer; readonly y: Pointer; readonly target: Pointer; readonly images: Plain };
  /** assembly/reductions/reduction.ts */
  readonly minColumns: { readonly x: Memory; readonly target: Pointer; readonly rows: Plain; readonly distance: Plain; readonly columns: Plain };
  /** assembly/shape/copy.ts */
  readonly mirror: { readonly source: Pointer; readonly target: Pointer; readonly outer: Plain; readonly extent: Plain; readonly inner: Plain; readonly before: Plain; readonly after: Plain; readonly skipped: Plain };
  /** assembly/indexing/gather-scatter.ts */
  readonly oneHot: { readonly indices: Pointer; readonly target: Pointer; readonly count: Plain; readonly depth: Plain; readonly on: Plain; readonly off: Plain };
  /** assembly/reductions/product.ts */
  readonly product: { readonly x: Pointer; readonly target: Pointer; readonly outer: Plain; readonly axis: Plain; readonly inner: Plain };
  /** assembly/shape/range.ts */
  readonly range: { readonly target: Pointer; readonly count: Plain; readonly start: Plain; readonly step: Plain; readonly integers: boolean };
  /** assembly/recurrent/recurrent.ts */
  readonly recurrentScratch: { readonly batch: Plain; readonly units: Plain };
  /** assembly/reductions/reduction.ts */
  readonly reduce: { readonly code: ReductionCode; readonly x: Memory; readonly target: Pointer; readonly outer: Plain; readonly axis: Plain; readonly inner: Plain; readonly scale: Plain };
  /** assembly/reductions/integer-reduction.ts */
  readonly reduceBooleans: { readonly every: boolean; readonly x: Pointer; readonly target: Pointer; readonly outer: Plain; readonly axis: Plain; readonly inner: Plain };
  /** assembly/reductions/integer-reduction.ts */
  readonly reduceIntegers: { readonly code: IntegerReductionCode; readonly x: Pointer; readonly target: Pointer; readonly outer: Plain; readonly axis: Plain; readonly inner: Plain };
  /** assembly/elementwise/relu-gradient.ts */
  readonly reluGradient: { readonly dy: Pointer; readonly y: Pointer; readonly target: Pointer; readonly count: Plain };
  /** assembly/sparse/sparse.ts */
  readonly reshapeIndices: { readonly indices: Pointer; readonly target: Pointer; readonly shape: Pointer; readonly newShape: Pointer; readonly count: Plain; readonly rank: Plain; readonly newRank: Plain };
  /** assembly/images/resize.ts */
  readonly resize: { readonly x: Pointer; readonly target: Pointer; readonly images: Plain; readonly height: Plain; readonly width: Plain; readonly channels: Plain; readonly rows: Plain; readonly columns: Plain; readonly rowRatio: Plain; readonly columnRatio: Plain; readonly rowStart: Plain; readonly columnStart: Plain; readonly code: ResizeCode; readonly scratch: AnyScratch };
  /** assembly/images/resize.ts */
  readonly resizeGradient: { readonly dy: Pointer; readonly target: Pointer; readonly images: Plain; readonly height: Plain; readonly width: Plain; readonly channels: Plain; readonly rows: Plain; readonly columns: Plain; readonly rowRatio: Plain; readonly columnRatio: Plain; readonly rowStart: Plain; readonly columnStart: Plain; readonly code: ResizeCode };
  /** assembly/images/warp.ts */
  readonly rotate: { readonly x: Pointer; readonly target: Pointer; readonly images: Plain; readonly height: Plain; readonly width: Plain; readonly channels: Plain; readonly centerX: Plain; readonly centerY: Plain; readonly cosine: Plain; readonly sine: Plain; readonly fill: Memory };
  /** assembly/normalization/row-norm.ts */
  readonly rowNorm: { readonly x: Pointer; readonly scale: Pointer; readonly offset: OptionalPointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain; readonly epsilon: Plain };
  /** assembly/normalization/row-norm.ts */
  readonly rowNormGradient: { readonly dy: Pointer; readonly x: Pointer; readonly scale: Pointer; readonly dx: Pointer; readonly dScale: Pointer; readonly dOffset: OptionalPointer; readonly rows: Plain; readonly columns: Plain; readonly epsilon: Plain };
  /** assembly/indexing/gather-scatter.ts */
  readonly scatter: { readonly code: ScatterCode; readonly indices: Memory; readonly updates: Pointer; readonly target: Pointer; readonly count: Plain; readonly size: Plain; readonly step: Plain };
  /** assembly/indexing/ordering.ts */
  readonly searchSorted: { readonly sorted: Pointer; readonly values: Pointer; readonly target: Pointer; readonly rows: Plain; readonly length: Plain; readonly count: Plain; readonly after: boolean; readonly integers: boolean };
  /** assembly/elementwise/comparison.ts */
  readonly select: { readonly condition: Pointer; readonly whenTrue: Pointer; readonly whenFalse: Pointer; readonly target: Pointer; readonly count: Plain };
  /** assembly/normalization/softmax.ts */
  readonly softmax: { readonly logits: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain };
  /** assembly/normalization/softmax.ts */
  readonly softmaxCrossEntropy: { readonly logits: Pointer; readonly labels: Pointer; readonly losses: Pointer; readonly rows: Plain; readonly columns: Plain; readonly classes: boolean };
  /** assembly/normalization/softmax.ts */
  readonly softmaxCrossEntropyGradient: { readonly dy: Pointer; readonly logits: Pointer; readonly labels: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain; readonly classes: boolean };
  /** assembly/reductions/reduction.ts */
  readonly sumColumns: { readonly x: Memory; readonly target: Pointer; readonly rows: Plain; readonly distance: Plain; readonly columns: Plain; readonly scale: Plain };
  /** assembly/indexing/segments.ts */
  readonly sumSortedSegments: { readonly data: Pointer; readonly indices: Pointer; readonly ids: Pointer; readonly target: Pointer; readonly count: Plain; readonly rows: Plain; readonly columns: Plain; readonly segments: Plain; readonly mean: boolean };
  /** assembly/indexing/segments.ts */
  readonly sumUnsortedSegments: { readonly x: Pointer; readonly ids: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain; readonly segments: Plain };
  /** assembly/images/suppression.ts */
  readonly suppress: { readonly boxes: Pointer; readonly given: Pointer; readonly selected: Memory; readonly count: Plain; readonly limit: Plain; readonly threshold: Plain; readonly lowest: Plain; readonly decay: Plain };
  /** assembly/indexing/ordering.ts */
  readonly topK: { readonly x: Pointer; readonly values: Pointer; readonly indices: Pointer; readonly rows: Plain; readonly columns: Plain; readonly k: Plain; readonly integers: boolean };
  /** assembly/images/warp.ts */
  readonly transform: { readonly x: Pointer; readonly target: Pointer; readonly matrix: Pointer; readonly images: Plain; readonly height: Plain; readonly width: Plain; readonly channels: Plain; readonly rows: Plain; readonly columns: Plain; readonly matrixStep: Plain; readonly nearest: boolean; readonly mode: FillModeCode; readonly fill: Plain };
  /** assembly/shape/copy.ts */
  readonly transpose: { readonly source: Pointer; readonly target: Pointer; readonly rows: Plain; readonly columns: Plain };
  /** assembly/elementwise/unary.ts */
  readonly unary: { readonly code: UnaryCode; readonly x: Pointer; readonly target: Pointer; readonly count: Plain; readonly first: Plain; readonly second: Plain };
  /** assembly/convolution/winograd.ts */
  readonly winogradScratch: Readonly<Record<never, never>>;
  /** assembly/convolution/winograd.ts */
  readonly winogradWeights: { readonly kernel: Pointer; readonly values: Memory; readonly scratch: AnyScratch };
};

/** What a kernel returns, where it returns something. */
export type KernelResults = {
  readonly areFinite: 0 | 1;
  readonly attentionScratch: number;
  readonly bincount: 0 | 1;
  readonly convolutionScratch: number;
  readonly countRows: number;
  readonly flattenIndices: 0 | 1;
  readonly indicesInBounds: 0 | 1;
  readonly inputGradientUnit: number;
  readonly matrixProductScratch: number;
  readonly recurrentScratch: number;
  readonly sumSortedSegments: 0 | 1;
  readonly suppress: number;
  readonly winogradScratch: number;
};

/** Which argument is the scratch of the thread that runs the kernel. */
export const SCRATCH_ARGUMENT: { readonly [K in keyof KernelArguments]?: number } = { addFilterGradient: 4, attention: 14, attentionGradient: 18, batchNormalization: 9, channelNorm: 12, channelNormGradient: 14, convolve: 6, convolveTiles: 5, gradientOfTiles: 3, gruSequence: 9, gruSequenceGradient: 11, inputGradient: 4, localResponseGradient: 10, lstmSequence: 10, lstmSequenceGradient: 11, matrixProduct: 10, resize: 13, winogradWeights: 2 };

/** Functions that take arguments by their names, and call functions that take them in order, flags as numbers. */
export function byNames<R>(call: { readonly [K in keyof KernelArguments]: (...numbers: readonly number[]) => R }): {
  readonly [K in keyof KernelArguments]: (a: KernelArguments[K]) => R;
} {
  return {
    addFilterGradient: (a) => call.addFilterGradient(a.images, a.x, a.dy, a.target, a.scratch, a.fromElement, a.toElement, a.fromFilter, a.toFilter),
    addStrided: (a) => call.addStrided(a.source, a.target, a.n0, a.n1, a.n2, a.n3, a.s0, a.s1, a.s2, a.s3, a.t0, a.t1, a.t2, a.t3),
    areFinite: (a) => call.areFinite(a.at, a.end),
    argExtremum: (a) => call.argExtremum(a.x, a.target, a.rows, a.columns, a.sign),
    attention: (a) => call.attention(a.query, a.key, a.value, a.mask, a.maskQuery, +a.maskKey, a.y, a.logSumExp, a.queries, a.keys, a.dim, a.depth, a.scale, +a.causal, a.scratch),
    attentionGradient: (a) => call.attentionGradient(a.dy, a.y, a.logSumExp, a.query, a.key, a.value, a.mask, a.maskQuery, +a.maskKey, a.dQuery, a.dKey, a.dValue, a.queries, a.keys, a.dim, a.depth, a.scale, +a.causal, a.scratch),
    attentionScratch: (a) => call.attentionScratch(a.keys, a.dim, a.depth),
    averagePool: (a) => call.averagePool(a.x, a.target, a.images),
    averagePoolGradient: (a) => call.averagePoolGradient(a.dy, a.target, a.images),
    batchNormalization: (a) => call.batchNormalization(a.x, a.mean, a.variance, a.offset, a.scale, a.target, a.rows, a.columns, a.epsilon, a.scratch),
    biasActivation: (a) => call.biasActivation(a.activation, a.x, a.bias, a.target, a.count, a.columns),
    biasActivationGradient: (a) => call.biasActivationGradient(a.activation, a.dy, a.known, a.bias, a.target, a.sums, a.rows, a.columns, a.chunk),
    binary: (a) => call.binary(a.code, a.a, +a.aOne, a.b, +a.bOne, a.target, a.length, a.outer, a.aOuter, a.bOuter, a.middle, a.aMiddle, a.bMiddle),
    bincount: (a) => call.bincount(a.x, a.weights, a.target, a.count, a.size, +a.binary, +a.integers),
    channelNorm: (a) => call.channelNorm(a.x, a.scale, a.offset, a.target, a.mean, a.variance, a.samples, a.positions, a.channels, a.distance, a.size, a.epsilon, a.scratch),
    channelNormGradient: (a) => call.channelNormGradient(a.dy, a.x, a.scale, a.dMean, a.dVariance, a.dx, a.dScale, a.dOffset, a.samples, a.positions, a.channels, a.distance, a.size, a.epsilon, a.scratch),
    compare: (a) => call.compare(a.code, a.a, +a.aOne, a.b, +a.bOne, a.target, a.count),
    convert: (a) => call.convert(a.from, a.to, a.x, a.target, a.count),
    convolutionScratch: (a) => call.convolutionScratch(a.images),
    convolve: (a) => call.convolve(a.images, a.x, a.kernel, a.target, a.bias, +a.rectify, a.scratch),
    convolveTiles: (a) => call.convolveTiles(a.x, a.weights, a.target, a.bias, +a.rectify, a.scratch, a.fromTile, a.toTile, a.notFinite),
    copyStrided: (a) => call.copyStrided(a.source, a.target, a.n0, a.n1, a.n2, a.n3, a.s0, a.s1, a.s2, a.s3, a.t0, a.t1, a.t2, a.t3),
    countRows: (a) => call.countRows(a.indices, a.counts, a.count, a.rank, a.rows),
    crop: (a) => call.crop(a.image, a.target, a.height, a.width, a.channels, a.rows, a.columns, a.row, a.column, a.down, a.across, +a.nearest, a.fill),
    cumulate: (a) => call.cumulate(a.x, a.target, a.outer, a.axis, a.inner, a.code, +a.exclusive, +a.reverse),
    depthwise: (a) => call.depthwise(a.x, a.kernel, a.target, a.bias, a.images, +a.rectify),
    depthwiseFilterGradient: (a) => call.depthwiseFilterGradient(a.images, a.x, a.dy, a.target, a.fromChannel, a.toChannel),
    depthwiseInputGradient: (a) => call.depthwiseInputGradient(a.dy, a.kernel, a.target, a.images),
    describeWindow: (a) => call.describeWindow(a.imageDepth, a.imageHeight, a.imageWidth, a.imageChannels, a.windowDepth, a.windowHeight, a.windowWidth, a.filterCount, a.planeStride, a.rowStride, a.columnStride, a.rowDilation, a.columnDilation, a.resultDepth, a.resultHeight, a.resultWidth, a.padFront, a.padTop, a.padLeft),
    dilate: (a) => call.dilate(a.wanted, a.x, a.filter, a.dy, a.target, a.images, a.imageStep),
    dropout: (a) => call.dropout(a.x, a.key, a.target, a.first, a.count, a.threshold, a.scale),
    fill: (a) => call.fill(a.target, a.count, a.bits),
    fillEmptyRows: (a) => call.fillEmptyRows(a.indices, a.values, a.defaultValue, a.target, a.filled, a.isEmpty, a.order, a.counts, a.count, a.rank, a.rows),
    flattenIndices: (a) => call.flattenIndices(a.indices, a.target, a.count, a.rank, a.limit, a.s0, a.s1, a.s2, a.s3, a.s4, a.s5),
    gather: (a) => call.gather(a.source, a.indices, a.target, a.outer, a.extent, a.count, a.inner),
    gradientOfTiles: (a) => call.gradientOfTiles(a.x, a.dy, a.target, a.scratch, a.fromTile, a.toTile, a.notFinite),
    gruSequence: (a) => call.gruSequence(a.x, a.kernel, a.bias, a.state, a.outputs, a.gates, a.batch, a.time, a.units, a.scratch),
    gruSequenceGradient: (a) => call.gruSequenceGradient(a.dOutputs, a.kernel, a.initialState, a.outputs, a.gates, a.dx, a.byState, a.dState, a.batch, a.time, a.units, a.scratch),
    indicesInBounds: (a) => call.indicesInBounds(a.indices, a.count, a.limit),
    inputGradient: (a) => call.inputGradient(a.dy, a.kernel, a.target, a.images, a.scratch),
    inputGradientUnit: () => call.inputGradientUnit(),
    localResponse: (a) => call.localResponse(a.x, a.target, a.rows, a.channels, a.radius, a.bias, a.alpha, a.beta),
    localResponseGradient: (a) => call.localResponseGradient(a.dy, a.x, a.y, a.target, a.rows, a.channels, a.radius, a.bias, a.alpha, a.beta, a.scratch),
    logSoftmax: (a) => call.logSoftmax(a.logits, a.target, a.rows, a.columns),
    logical: (a) => call.logical(a.code, a.a, a.b, a.target, a.count),
    lstmSequence: (a) => call.lstmSequence(a.x, a.kernel, a.state, a.finalCell, a.outputs, a.gates, a.cells, a.batch, a.time, a.units, a.scratch),
    lstmSequenceGradient: (a) => call.lstmSequenceGradient(a.dOutputs, a.kernel, a.initialCell, a.gates, a.cells, a.dx, a.dState, a.dCell, a.batch, a.time, a.units, a.scratch),
    matrixProduct: (a) => call.matrixProduct(a.rows, a.columns, a.depth, a.left, +a.transposeLeft, a.right, +a.transposeRight, a.target, a.bias, +a.rectify, a.scratch, a.fromRow, a.toRow, a.fromColumn, a.toColumn),
    matrixProductScratch: () => call.matrixProductScratch(),
    maxColumns: (a) => call.maxColumns(a.x, a.target, a.rows, a.distance, a.columns),
    maxPool: (a) => call.maxPool(a.x, a.target, a.images),
    maxPoolGradient: (a) => call.maxPoolGradient(a.dy, a.x, a.y, a.target, a.images),
    minColumns: (a) => call.minColumns(a.x, a.target, a.rows, a.distance, a.columns),
    mirror: (a) => call.mirror(a.source, a.target, a.outer, a.extent, a.inner, a.before, a.after, a.skipped),
    oneHot: (a) => call.oneHot(a.indices, a.target, a.count, a.depth, a.on, a.off),
    product: (a) => call.product(a.x, a.target, a.outer, a.axis, a.inner),
    range: (a) => call.range(a.target, a.count, a.start, a.step, +a.integers),
    recurrentScratch: (a) => call.recurrentScratch(a.batch, a.units),
    reduce: (a) => call.reduce(a.code, a.x, a.target, a.outer, a.axis, a.inner, a.scale),
    reduceBooleans: (a) => call.reduceBooleans(+a.every, a.x, a.target, a.outer, a.axis, a.inner),
    reduceIntegers: (a) => call.reduceIntegers(a.code, a.x, a.target, a.outer, a.axis, a.inner),
    reluGradient: (a) => call.reluGradient(a.dy, a.y, a.target, a.count),
    reshapeIndices: (a) => call.reshapeIndices(a.indices, a.target, a.shape, a.newShape, a.count, a.rank, a.newRank),
    resize: (a) => call.resize(a.x, a.target, a.images, a.height, a.width, a.channels, a.rows, a.columns, a.rowRatio, a.columnRatio, a.rowStart, a.columnStart, a.code, a.scratch),
    resizeGradient: (a) => call.resizeGradient(a.dy, a.target, a.images, a.height, a.width, a.channels, a.rows, a.columns, a.rowRatio, a.columnRatio, a.rowStart, a.columnStart, a.code),
    rotate: (a) => call.rotate(a.x, a.target, a.images, a.height, a.width, a.channels, a.centerX, a.centerY, a.cosine, a.sine, a.fill),
    rowNorm: (a) => call.rowNorm(a.x, a.scale, a.offset, a.target, a.rows, a.columns, a.epsilon),
    rowNormGradient: (a) => call.rowNormGradient(a.dy, a.x, a.scale, a.dx, a.dScale, a.dOffset, a.rows, a.columns, a.epsilon),
    scatter: (a) => call.scatter(a.code, a.indices, a.updates, a.target, a.count, a.size, a.step),
    searchSorted: (a) => call.searchSorted(a.sorted, a.values, a.target, a.rows, a.length, a.count, +a.after, +a.integers),
    select: (a) => call.select(a.condition, a.whenTrue, a.whenFalse, a.target, a.count),
    softmax: (a) => call.softmax(a.logits, a.target, a.rows, a.columns),
    softmaxCrossEntropy: (a) => call.softmaxCrossEntropy(a.logits, a.labels, a.losses, a.rows, a.columns, +a.classes),
    softmaxCrossEntropyGradient: (a) => call.softmaxCrossEntropyGradient(a.dy, a.logits, a.labels, a.target, a.rows, a.columns, +a.classes),
    sumColumns: (a) => call.sumColumns(a.x, a.target, a.rows, a.distance, a.columns, a.scale),
    sumSortedSegments: (a) => call.sumSortedSegments(a.data, a.indices, a.ids, a.target, a.count, a.rows, a.columns, a.segments, +a.mean),
    sumUnsortedSegments: (a) => call.sumUnsortedSegments(a.x, a.ids, a.target, a.rows, a.columns, a.segments),
    suppress: (a) => call.suppress(a.boxes, a.given, a.selected, a.count, a.limit, a.threshold, a.lowest, a.decay),
    topK: (a) => call.topK(a.x, a.values, a.indices, a.rows, a.columns, a.k, +a.integers),
    transform: (a) => call.transform(a.x, a.target, a.matrix, a.images, a.height, a.width, a.channels, a.rows, a.columns, a.matrixStep, +a.nearest, a.mode, a.fill),
    transpose: (a) => call.transpose(a.source, a.target, a.rows, a.columns),
    unary: (a) => call.unary(a.code, a.x, a.target, a.count, a.first, a.second),
    winogradScratch: () => call.winogradScratch(),
    winogradWeights: (a) => call.winogradWeights(a.kernel, a.values, a.scratch),
  };
}
