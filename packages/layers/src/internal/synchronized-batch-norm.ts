import { BackendError, type Context } from '@neurite/core';
import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  getBackend,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
} from '@tensorflow/tfjs-core';

type Options = {
  readonly epsilon: number;
  readonly sumOverReplicas: NonNullable<Context['sumOverReplicas']>;
};

type Synchronized = {
  readonly y: Tensor;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
  /** Of the numbers of one channel in all processes. */
  readonly count: number;
};

/**
 * Batch normalization by the statistics of all processes: one sum in the forward pass and one in the backward pass.
 *
 * With N numbers of a channel in all processes, s = (x − mean) / √(variance + epsilon) and g = dy · scale:
 * `dx = (g − Σg / N − s · Σ(g · s) / N) / √(variance + epsilon)`, both sums over all processes. The gradients of scale and
 * offset are those of this process, which are added up with all others.
 *
 * @see Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", 2015
 */
export function synchronizedBatchNorm(
  inputs: { readonly x: Tensor; readonly scale: Tensor1D; readonly offset: Tensor1D },
  { epsilon, sumOverReplicas }: Options,
): Synchronized {
  const { size: channels } = inputs.scale;
  const axes = inputs.x.shape.slice(0, -1).map((_, axis) => axis);
  let statistics: ReturnType<typeof statisticsOf> | undefined;
  const normalize = customGrad((...args) => {
    const save = args.pop() as GradSaveFunc; // customGrad adds it
    const [x, scale, offset] = args as [Tensor, Tensor1D, Tensor1D]; // what is handed to it below
    statistics = statisticsOf(x, { channels, axes, sumOverReplicas });
    const { count, ...its } = statistics;
    const inverse = rsqrt(add(tensor1d(its.variance), epsilon));
    const standard = mul(sub(x, tensor1d(its.mean)), inverse);
    save([standard, inverse, scale]);
    return {
      value: add(mul(standard, scale), offset),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [standard, inverse, scale] = saved as [Tensor, Tensor, Tensor]; // as above
        const dOffset = sum(dy, axes);
        const dScale = sum(mul(dy, standard), axes);
        const sums = sumOverReplicas(Float64Array.from(readNow(concat([dOffset, dScale]))));
        const [byOffset, byScale] = [0, channels].map((from) =>
          tensor1d(Float32Array.from(sums.subarray(from, from + channels), (total) => total / count)),
        );
        const dx = mul(mul(scale, inverse), sub(sub(dy, byOffset!), mul(standard, byScale!)));
        return [dx, dScale, dOffset];
      },
    };
  });
  const y = normalize(inputs.x, inputs.scale, inputs.offset);
  const { count, ...its } = statistics!;
  return { y, mean: tensor1d(its.mean), variance: tensor1d(its.variance), count };
}

/** Mean and biased variance of each channel in all processes. */
function statisticsOf(
  x: Tensor,
  {
    channels,
    axes,
    sumOverReplicas,
  }: Omit<Options, 'epsilon'> & { readonly channels: number; readonly axes: number[] },
): { readonly mean: Float32Array; readonly variance: Float32Array; readonly count: number } {
  const average = mean(x, axes);
  const own = readNow(concat([average, mean(square(sub(x, average)), axes)]));
  const ownCount = x.size / channels;
  // In float64 the mean of squares minus the square of the mean loses nothing that float32 could hold.
  const sums = new Float64Array(2 * channels + 1);
  for (let i = 0; i < channels; i++) {
    sums[i] = ownCount * own[i]!;
    sums[channels + i] = ownCount * (own[channels + i]! + own[i]! ** 2);
  }
  sums[2 * channels] = ownCount;
  sumOverReplicas(sums);
  const count = sums[2 * channels]!;
  const means = Float64Array.from({ length: channels }, (_, i) => sums[i]! / count);
  const variances = means.map((value, i) => Math.max(0, sums[channels + i]! / count - value ** 2));
  return { mean: Float32Array.from(means), variance: Float32Array.from(variances), count };
}

/** The pass cannot go on without them. */
function readNow(values: Tensor): Float32Array {
  if (getBackend() === 'webgpu') {
    throw new BackendError({
      where: 'batchNorm',
      problem: 'statistics of several processes cannot be read in the middle of a pass on webgpu',
      advice: 'Use another engine, or leave `synchronized` out',
    });
  }
  return values.dataSync<'float32'>();
}
