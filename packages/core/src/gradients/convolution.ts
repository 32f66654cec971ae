import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { defineOperation } from '../internal/define-operation.js';
import { dilatedShape, dilateFilter, undilateFilter } from '../internal/dilate.js';
import { kernelGradient } from '../internal/kernel-gradient.js';

/** The attributes of tfjs's convolutions. */
export type ConvAttrs = { readonly dilations?: number | readonly number[] | null; readonly [name: string]: unknown };
type Shape = readonly number[];
type DyAndFilter = { readonly dy: Tensor; readonly filter: Tensor };
type XAndDy = { readonly x: Tensor; readonly dy: Tensor };
type Attrs = Parameters<ReturnType<typeof engine>['runKernel']>[2];

/** The names of a family of convolutions: forward, and its gradients by input and by filter. */
type Names = { readonly forward: string; readonly byInput: string; readonly byFilter: string };
type Family = Names & { readonly axes: number };

/** A family: its gradients, and what they call, with any dilation. */
export type ConvolutionFamily = {
  readonly gradients: Readonly<Record<keyof Names, GradConfig>>;
  readonly convolve: (x: Tensor, filter: Tensor, attrs: ConvAttrs) => Tensor;
  readonly inputGradient: (dy: Tensor, filter: Tensor, inputShape: Shape, attrs: ConvAttrs) => Tensor;
  readonly filterGradient: (x: Tensor, dy: Tensor, filterShape: Shape, attrs: ConvAttrs) => Tensor;
};

/**
 * Gradients of the three kernels of a family by each other: they are one product of x, filter and dy seen from three
 * sides. The backward kernels of tfjs know no dilation. Those of a dilated convolution are operations of their own:
 * composed, a dilated convolution is one with zeros inside its filter, and a backend may have kernels that leave them out.
 */
function familyOf({ forward, byInput, byFilter, axes }: Family): ConvolutionFamily {
  const run = (kernel: string, inputs: Record<string, Tensor>, attrs: ConvAttrs): Tensor =>
    engine().runKernel(kernel, inputs, attrs as Attrs); // the attributes of the forward kernel, with one shape added
  const ones = new Array<number>(axes).fill(1);
  const convolve = (x: Tensor, filter: Tensor, attrs: ConvAttrs): Tensor => run(forward, { x, filter }, attrs);
  const inputGradient = (dy: Tensor, filter: Tensor, inputShape: readonly number[], attrs: ConvAttrs): Tensor =>
    run(byInput, { dy, filter }, { ...attrs, inputShape });
  const filterGradient = (x: Tensor, dy: Tensor, filterShape: readonly number[], attrs: ConvAttrs): Tensor =>
    run(byFilter, { x, dy }, { ...attrs, filterShape });

  const [dilatedInput, dilatedFilter] = [`Dilated${byInput}`, `Dilated${byFilter}`];
  const dilatedByInput = defineOperation({
    name: dilatedInput,
    compose: ({ dy, filter }: DyAndFilter, { inputShape, ...attrs }: ConvAttrs & { readonly inputShape: Shape }) =>
      inputGradient(dy, dilateFilter(filter, ratesOf(attrs, axes)), inputShape, { ...attrs, dilations: ones }),
    gradient: kernelGradient(
      dilatedInput,
      ['dy', 'filter'],
      (ddx, { dy, filter }, { inputShape: _, ...attrs }: ConvAttrs) => ({
        dy: () => convolve(ddx, filter, attrs),
        filter: () => dilatedFilterGradient(ddx, dy, filter.shape, attrs),
      }),
    ),
  });
  const dilatedByFilter = defineOperation({
    name: dilatedFilter,
    compose: ({ x, dy }: XAndDy, { filterShape, ...attrs }: ConvAttrs & { readonly filterShape: Shape }) => {
      const rates = ratesOf(attrs, axes);
      const plain = { ...attrs, dilations: ones };
      return undilateFilter(filterGradient(x, dy, dilatedShape(filterShape, rates), plain), rates);
    },
    gradient: kernelGradient(dilatedFilter, ['x', 'dy'], (ddw, { x, dy }, { filterShape: _, ...attrs }: ConvAttrs) => ({
      x: () => dilatedInputGradient(dy, ddw, x.shape, attrs),
      dy: () => convolve(x, ddw, attrs),
    })),
  });
  // Kernels of dilated gradients have channels last, and something to do.
  const hasKernels = (dy: Tensor, { dataFormat }: ConvAttrs): boolean => dataFormat !== 'NCHW' && dy.size > 0;
  const dilatedInputGradient = (dy: Tensor, filter: Tensor, inputShape: Shape, attrs: ConvAttrs): Tensor => {
    const call = hasKernels(dy, attrs) ? dilatedByInput : dilatedByInput.compose;
    return call({ dy, filter }, { ...attrs, inputShape });
  };
  const dilatedFilterGradient = (x: Tensor, dy: Tensor, filterShape: Shape, attrs: ConvAttrs): Tensor => {
    const call = hasKernels(dy, attrs) ? dilatedByFilter : dilatedByFilter.compose;
    return call({ x, dy }, { ...attrs, filterShape });
  };

  const isPlain = (attrs: ConvAttrs): boolean => ratesOf(attrs, axes).every((rate) => rate === 1);
  const byX: typeof inputGradient = (dy, filter, inputShape, attrs) =>
    (isPlain(attrs) ? inputGradient : dilatedInputGradient)(dy, filter, inputShape, attrs);
  const byKernel: typeof filterGradient = (x, dy, filterShape, attrs) =>
    (isPlain(attrs) ? filterGradient : dilatedFilterGradient)(x, dy, filterShape, attrs);

  const gradients = {
    forward: kernelGradient(forward, ['x', 'filter'], (dy, { x, filter }, attrs: ConvAttrs) => ({
      x: () => byX(dy, filter, x.shape, attrs),
      filter: () => byKernel(x, dy, filter.shape, attrs),
    })),
    byInput: kernelGradient(byInput, ['dy', 'filter'], (ddx, { dy, filter }, attrs: ConvAttrs) => ({
      dy: () => convolve(ddx, filter, { ...attrs, dilations: ones }),
      filter: () => filterGradient(ddx, dy, filter.shape, attrs),
    })),
    byFilter: kernelGradient(byFilter, ['x', 'dy'], (ddw, { x, dy }, attrs: ConvAttrs) => ({
      x: () => inputGradient(dy, ddw, x.shape, attrs),
      dy: () => convolve(x, ddw, { ...attrs, dilations: ones }),
    })),
  };
  return { gradients, convolve, inputGradient: byX, filterGradient: byKernel };
}

/** Convolutions of images. */
export const conv2d: ConvolutionFamily = familyOf({
  forward: 'Conv2D',
  byInput: 'Conv2DBackpropInput',
  byFilter: 'Conv2DBackpropFilter',
  axes: 2,
});
const depthwiseConv2d = familyOf({
  forward: 'DepthwiseConv2dNative',
  byInput: 'DepthwiseConv2dNativeBackpropInput',
  byFilter: 'DepthwiseConv2dNativeBackpropFilter',
  axes: 2,
});
const conv3d = familyOf({
  forward: 'Conv3D',
  byInput: 'Conv3DBackpropInputV2',
  byFilter: 'Conv3DBackpropFilterV2',
  axes: 3,
});

/** The gradient of Conv2D, by `x` and by `filter`; it reads both. */
export const conv2dGradient: GradConfig = conv2d.gradients.forward;

/** Gradients of convolutions, and of their gradients. */
export const convolutionGradients: readonly GradConfig[] = [conv2d, depthwiseConv2d, conv3d].flatMap(({ gradients }) =>
  Object.values(gradients),
);

function ratesOf({ dilations }: ConvAttrs, axes: number): readonly number[] {
  const rates = dilations ?? 1; // tfjs-layers gives null to its depthwise convolution
  return typeof rates === 'number' ? new Array<number>(axes).fill(rates) : rates;
}
