import {
  _FusedMatMul,
  All,
  Any,
  BatchMatMul,
  backend_util,
  Conv2D,
  type Conv2DAttrs,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type DataType,
  Einsum,
  type EinsumAttrs,
  FusedConv2D,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  Max,
  type MaxAttrs,
  Mean,
  Min,
  Prod,
  registerKernel,
  ScatterNd,
  Softmax,
  Sum,
  type SumAttrs,
  sumOutType,
  type TensorInfo,
  TensorScatterUpdate,
  TopK,
  UnsortedSegmentSum,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Backend = KernelBackend & {
  makeTensorInfo(shape: number[], dtype: DataType, values: ArrayLike<number>): TensorInfo;
};

type Call = {
  /** By the kernel's own names. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: unknown;
  readonly backend: Backend;
  /** A tensor of one value. */
  readonly filled: (shape: readonly number[], value: number, dtype: DataType) => TensorInfo;
};

/** The outputs of a kernel of which an input has no elements; undefined where tfjs's own kernel gives them. */
type Rule = (call: Call) => TensorInfo | TensorInfo[] | undefined;

/** What a reduction over nothing gives. */
function reduction(value: number, dtypeOf: (dtype: DataType) => DataType, ofIntegers = value): Rule {
  return ({ inputs: { x }, attrs, filled }) => {
    const { shape, dtype } = x!;
    // Max has the one name for its axes, all others the other.
    const { reductionIndices, axis = reductionIndices, keepDims } = attrs as Partial<MaxAttrs & SumAttrs>;
    const axes = util.parseAxisParam(axis!, shape);
    const [outer] = backend_util.computeOutAndReduceShapes(shape, axes);
    return filled(
      keepDims ? backend_util.expandShapeToKeepDim(outer, axes) : outer,
      dtype === 'int32' ? ofIntegers : value,
      dtypeOf(dtype),
    );
  };
}

const float = (): DataType => 'float32';
const bool = (): DataType => 'bool';
const same = (dtype: DataType): DataType => dtype;

/** An output without elements, of a shape. */
function nothing(shapeOf: (call: Call) => readonly number[], like: string): Rule {
  return (call) => {
    const shape = shapeOf(call);
    return shape.includes(0) ? call.filled(shape, 0, call.inputs[like]!.dtype) : undefined;
  };
}

/** Batches of one meet any number of others, also none. */
function productShape({ inputs: { a, b }, attrs }: Call): number[] {
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const batches = [a!, b!].map(({ shape }) => shape.slice(0, -2)) as [number[], number[]]; // two
  return [
    ...backend_util.assertAndGetBroadcastShape(...batches),
    a!.shape.at(transposeA ? -1 : -2)!,
    b!.shape.at(transposeB ? -2 : -1)!,
  ];
}

function convolutionShape({ inputs: { x, filter }, attrs }: Call): number[] {
  const { strides, pad, dilations = 1, dimRoundingMode, dataFormat } = attrs as Conv2DAttrs;
  return backend_util.computeConv2DInfo(
    x!.shape as [number, number, number, number], // as of every convolution
    filter!.shape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  ).outShape;
}

/** A sum over a letter of size 0 is 0. */
function einsum({ inputs, attrs, filled }: Call): TensorInfo {
  const xs = Object.values(inputs);
  const [terms = '', output = ''] = (attrs as EinsumAttrs).equation.replaceAll(' ', '').split('->');
  const sizes = new Map(
    terms.split(',').flatMap((letters, k) => [...letters].map((letter, axis) => [letter, xs[k]!.shape[axis]!])),
  );
  const shape = [...output].map((letter) => sizes.get(letter)!);
  return filled(shape, 0, xs[0]!.dtype);
}

const rules: Readonly<Record<string, Rule>> = {
  [Sum]: reduction(0, sumOutType),
  [Mean]: reduction(Number.NaN, float),
  [Prod]: reduction(1, sumOutType),
  [Max]: reduction(-Infinity, same, -(2 ** 31)),
  [Min]: reduction(Infinity, same, 2 ** 31 - 1),
  [All]: reduction(1, bool),
  [Any]: reduction(0, bool),
  [BatchMatMul]: nothing(productShape, 'a'),
  [_FusedMatMul]: nothing(productShape, 'a'),
  [Conv2D]: nothing(convolutionShape, 'x'),
  [FusedConv2D]: nothing(convolutionShape, 'x'),
  [Conv2DBackpropInput]: nothing(({ attrs }) => (attrs as Conv2DBackpropInputAttrs).inputShape, 'dy'),
  [Einsum]: einsum,
  [Softmax]: nothing(({ inputs }) => inputs.logits!.shape, 'logits'),
  [TopK]: ({ inputs: { x }, attrs, filled }) => {
    const shape = [...x!.shape.slice(0, -1), (attrs as { k: number }).k];
    return [filled(shape, 0, x!.dtype), filled(shape, 0, 'int32')];
  },
  [ScatterNd]: ({ inputs: { updates }, attrs, filled }) =>
    filled((attrs as { shape: number[] }).shape, 0, updates!.dtype),
  [UnsortedSegmentSum]: ({ inputs: { x }, attrs, filled }) =>
    filled([(attrs as { numSegments: number }).numSegments, ...x!.shape.slice(1)], 0, x!.dtype),
  [TensorScatterUpdate]: ({ inputs: { tensor }, backend }) => {
    const { dataId, shape, dtype } = tensor!;
    backend.incRef(dataId);
    return { dataId, shape, dtype };
  },
};

let replaced = false;

/**
 * Replaces kernels of tfjs that throw or divide by 0 where an input has no elements: there they give what a sum, a product,
 * a choice of nothing is. May be called again.
 */
export function replaceEmptyKernels(): void {
  if (replaced) return;
  replaced = true;
  for (const [kernelName, rule] of Object.entries(rules)) {
    const general = getKernel(kernelName, 'webgpu')!.kernelFunc; // the package registers all of its kernels
    unregisterKernel(kernelName, 'webgpu');
    registerKernel({ kernelName, backendName: 'webgpu', kernelFunc: withRule(general, rule) });
  }
}

function withRule(general: KernelFunc, rule: Rule): KernelFunc {
  return (call) => {
    const inputs = call.inputs as Readonly<Record<string, TensorInfo>>; // or a list of them, for Einsum
    if (!Object.values(inputs).some((x) => x?.shape.includes(0))) return general(call);
    const backend = call.backend as Backend; // these are kernels of that backend
    const filled = (shape: readonly number[], value: number, dtype: DataType): TensorInfo => {
      const values = util.getTypedArrayFromDType(dtype as 'float32', util.sizeFromShape([...shape])); // of numbers
      return backend.makeTensorInfo([...shape], dtype, values.fill(value));
    };
    return rule({ inputs, attrs: call.attrs, backend, filled }) ?? general(call);
  };
}
