import {
  backend_util,
  conv2d,
  expandDims,
  getKernel,
  type KernelFunc,
  matMul,
  pad,
  registerKernel,
  reshape,
  reverse,
  scatterND,
  stack,
  stridedSlice,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

type Values = Readonly<Record<string, Tensor>>;
type ConvolutionAttrs = {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly filterShape: [number, number, number, number];
  readonly inputShape: [number, number, number, number];
};

/**
 * Gives tfjs's wasm backend what it lacks for training, of kernels that it has: the opponent that a careful user of it
 * would have.
 */
export function mendTfjsWasm(): void {
  for (const name of ['BatchMatMul', '_FusedMatMul']) transposeFirst(name);
  register('Conv2DBackpropFilter', ({ x, dy }, { strides, pad: padding, filterShape }) =>
    filterGradient(x as Tensor4D, dy as Tensor4D, { strides, pad: padding, filterShape }),
  );
  register('Conv2DBackpropInput', ({ dy, filter }, { inputShape }) =>
    inputGradient(dy as Tensor4D, filter as Tensor4D, inputShape),
  );
  registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as unknown as { x: Tensor; segmentIds: Tensor }; // tensors stand for their infos
      const { numSegments } = attrs as unknown as { numSegments: number };
      return tidy(() => scatterND(expandDims(segmentIds, 1), x, [numSegments, ...x.shape.slice(1)]));
    },
  });
}

/** Its product is 13–19 times slower with a transposed argument than without. */
function transposeFirst(kernelName: string): void {
  const config = getKernel(kernelName, 'wasm');
  const product = config.kernelFunc;
  unregisterKernel(kernelName, 'wasm');
  const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => {
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    const swapped = (x: Tensor): Tensor => {
      const axes = [...x.shape.keys()];
      return transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
    };
    return tidy(() => {
      const { a, b } = inputs as unknown as { a: Tensor; b: Tensor }; // tensors stand for their infos
      return product({
        inputs: { ...inputs, a: transposeA ? swapped(a) : a, b: transposeB ? swapped(b) : b },
        attrs: { ...attrs, transposeA: false, transposeB: false },
        backend,
      }) as Tensor; // an info, which tidy leaves alone
    });
  };
  registerKernel({ ...config, kernelFunc });
}

function register(kernelName: string, compose: (inputs: Values, attrs: ConvolutionAttrs) => Tensor): void {
  if (getKernel(kernelName, 'wasm') !== undefined) unregisterKernel(kernelName, 'wasm');
  registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      tidy(() => compose(inputs as unknown as Values, attrs as unknown as ConvolutionAttrs)), // as tfjs calls them
  });
}

/** One product for each element of the kernel: the input under it, transposed, times the gradient. */
function filterGradient(x: Tensor4D, dy: Tensor4D, attrs: Omit<ConvolutionAttrs, 'inputShape'>): Tensor {
  const info = backend_util.computeConv2DInfo(x.shape, attrs.filterShape, attrs.strides, 1, attrs.pad);
  const { batchSize, outHeight, outWidth, inChannels, outChannels, strideHeight, strideWidth, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  const padded = pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ] as [number, number][]);
  const rows = reshape(dy, [batchSize * outHeight * outWidth, outChannels]);
  const products: Tensor[] = [];
  for (let i = 0; i < info.filterHeight; i++) {
    for (let j = 0; j < info.filterWidth; j++) {
      const end = [batchSize, i + (outHeight - 1) * strideHeight + 1, j + (outWidth - 1) * strideWidth + 1, inChannels];
      const seen = stridedSlice(padded, [0, i, j, 0], end, [1, strideHeight, strideWidth, 1]);
      products.push(matMul(transpose(reshape(seen, [batchSize * outHeight * outWidth, inChannels])), rows));
    }
  }
  return reshape(stack(products), attrs.filterShape);
}

/** The full convolution with the flipped kernel; for strides of 1 and no padding, as in the networks here. */
function inputGradient(dy: Tensor4D, filter: Tensor4D, inputShape: readonly number[]): Tensor {
  const [height, width] = filter.shape;
  const flipped = transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
  const around = [
    [0, 0],
    [height - 1, height - 1],
    [width - 1, width - 1],
    [0, 0],
  ] as [number, number][];
  return reshape(conv2d(pad(dy, around), flipped, 1, 'valid'), inputShape as number[]);
}
