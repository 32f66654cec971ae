import {
  type Blueprint,
  checkInteger,
  defineLayer,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  spec,
  type TensorSpec,
  zeros,
} from '@neurite/core';
import { type FusedActivation, fusedBiasActivation } from '@neurite/ops';
import { depthwiseConv2d, type Tensor, type Tensor1D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { pair, withWindow } from './convolve.js';
import { project } from './project.js';
import { elements, lastSize, specsOf } from './sizes.js';
import { toWindow, type Window, windowOutput } from './spatial.js';
import { Windowed } from './windowed.js';

/** What identifies such a layer. */
export type DepthwiseCall = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly kernelSize: unknown;
  /** The number of channels that a mixing kernel makes; undefined where there is none. */
  readonly filters?: number;
};

/** Options of a convolution of each channel alone. */
export type DepthwiseOptions = {
  readonly strides?: unknown;
  readonly padding?: unknown;
  readonly dilation?: unknown;
  readonly depthMultiplier?: number;
  readonly useBias?: boolean;
  readonly depthwiseInitializer?: Initializer;
  readonly pointwiseInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
};

/** What the convolutions have in common that treat each channel alone; separable ones mix them afterwards. */
export abstract class Depthwise<T extends Tensor> extends Windowed<T> {
  /** […spatial, channels, depthMultiplier] */
  readonly depthwiseKernel: Parameter<Tensor>;
  /** [channels · depthMultiplier, filters]; undefined where channels are not mixed. */
  readonly pointwiseKernel: Parameter<Tensor> | undefined;
  /** [filters], or [channels · depthMultiplier] */
  readonly bias: Parameter<Tensor1D> | undefined;

  constructor(
    call: DepthwiseCall,
    { channels, random, ...options }: DepthwiseOptions & { readonly channels: number; readonly random: RandomStream },
  ) {
    const { window, depthMultiplier, useBias, ...draw } = resolve(call, options);
    checkInteger(call.where, 'channels', channels, { min: 1 });
    super(window, channels);
    const shapes = shapesOf(window, { channels, depthMultiplier, filters: call.filters });
    const make = (name: 'depthwise' | 'pointwise', shape: readonly number[]): Parameter<Tensor> =>
      new Parameter(draw[`${name}Initializer`](shape, random.child(`${name}Kernel`)));
    this.depthwiseKernel = make('depthwise', shapes.depthwiseKernel);
    this.pointwiseKernel = shapes.pointwiseKernel && make('pointwise', shapes.pointwiseKernel);
    this.bias = useBias
      ? new Parameter(draw.biasInitializer(shapes.bias, random.child('bias')) as Tensor1D)
      : undefined; // of this shape
  }

  protected override slide(x: T, window: Window, activation: FusedActivation): T {
    return tidy(() => {
      const y = withWindow(
        { x, kernel: this.depthwiseKernel.value },
        window,
        (images, filter, { strides, padding, dilation }) =>
          depthwiseConv2d(images as Tensor4D, filter as Tensor4D, pair(strides), padding, 'NHWC', pair(dilation)), // images
      );
      const bias = this.bias?.value;
      const mixing = this.pointwiseKernel?.value as Parameters<typeof project>[1]['kernel'] | undefined; // of rank 2
      if (mixing !== undefined) return project(y, { kernel: mixing, bias }, activation) as T; // of the rank of x
      return (bias === undefined ? y : fusedBiasActivation({ x: y, bias }, { activation })) as T; // of the rank of x
    });
  }
}

/** The blueprint of such a layer. */
export function depthwise<T extends Tensor>(
  call: DepthwiseCall,
  options: DepthwiseOptions,
  build: (sizes: { readonly channels: number; readonly random: RandomStream }) => Depthwise<T>,
): Blueprint<T, T> {
  const { where, kernelSize, filters } = call;
  const { window, depthMultiplier, useBias } = resolve(call, options);
  const outputSpec = (input: Spec): TensorSpec => {
    const sizes = windowOutput(window, input, { channels: true });
    return spec([...sizes.slice(0, -1), filters ?? lastSize(input) * depthMultiplier]);
  };
  return defineLayer(where, [...(filters === undefined ? [] : [filters]), kernelSize, options], {
    outputSpec,
    describe: (input) => {
      const { bias, ...kernels } = shapesOf(window, { channels: lastSize(input), depthMultiplier, filters });
      const weights =
        elements(kernels.depthwiseKernel) + (kernels.pointwiseKernel ? elements(kernels.pointwiseKernel) : 0);
      return {
        parameters: specsOf({ ...kernels, bias: useBias ? bias : undefined }),
        multiplyAdds: elements(outputSpec(input).shape.slice(0, -1)) * weights,
      };
    },
    build: (input, { random }) => build({ channels: lastSize(input), random }),
  });
}

function resolve({ where, axes, kernelSize, filters }: DepthwiseCall, options: DepthwiseOptions) {
  const defaults = {
    strides: 1,
    padding: 'valid',
    dilation: 1,
    depthMultiplier: 1,
    useBias: true,
    depthwiseInitializer: glorotUniform(),
    ...(filters === undefined ? {} : { pointwiseInitializer: glorotUniform() }),
    biasInitializer: zeros(),
  } as Required<DepthwiseOptions>; // without the one that a layer that does not mix refuses
  const { strides, padding, dilation, depthMultiplier, ...weights } = resolveOptions(where, options, defaults);
  if (filters !== undefined) checkInteger(where, 'filters', filters, { min: 1 });
  checkInteger(where, 'depthMultiplier', depthMultiplier, { min: 1 });
  const window = toWindow(where, [axes, 'kernelSize'], { size: kernelSize, strides, padding, dilation });
  return { window, depthMultiplier, ...weights };
}

function shapesOf(
  { size }: Window,
  of: { readonly channels: number; readonly depthMultiplier: number; readonly filters: number | undefined },
) {
  const between = of.channels * of.depthMultiplier;
  return {
    depthwiseKernel: [...size, of.channels, of.depthMultiplier],
    pointwiseKernel: of.filters === undefined ? undefined : [between, of.filters],
    bias: [of.filters ?? between],
  };
}
