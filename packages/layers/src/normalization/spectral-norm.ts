import {
  type AnyBlueprint,
  type AnyRank,
  type Blueprint,
  type Context,
  checkInteger,
  isTraining,
  type Module,
  Parameter,
  type RandomStream,
  resolveOptions,
} from '@neurite/core';
import {
  add,
  clone,
  div,
  matMul,
  mul,
  norm,
  reshape,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { asMatrix, Reparametrized, reparametrized, type Target } from '../internal/reparametrized.js';
import { stopGradient } from '../internal/stop-gradient.js';

/** The options of `spectralNorm`. */
export type SpectralNormOptions = {
  /** The number of power iterations in each training pass: an integer of at least 1. Default 1. */
  readonly iterations?: number;
};

/** Power iterations before the first pass, as in PyTorch. */
const WARM_UP = 15;
const EPSILON = 1e-12;

/** The module of `spectralNorm`. */
export class SpectralNorm<In = Tensor, Out = Tensor> extends Reparametrized<In, Out> {
  /** The singular vector on the side of the outputs, [units], by kernel. */
  readonly left: Readonly<Record<string, Parameter<Tensor1D>>>;
  /** The singular vector on the side of the inputs, by kernel. */
  readonly right: Readonly<Record<string, Parameter<Tensor1D>>>;
  readonly iterations: number;

  /**
   * @param options inner: this module owns it from now on; random: draws the first vectors
   * @throws ArgumentError when it has no kernel, or an option is wrong
   */
  constructor({
    inner,
    random,
    ...options
  }: SpectralNormOptions & { readonly inner: Module<In, Out>; readonly random: RandomStream }) {
    super('spectralNorm', inner);
    this.iterations = resolve(options).iterations;
    const pairs = this.targets.map(({ name, parameter }) => {
      const matrix = (): Tensor => asMatrix(parameter.value);
      const rows = parameter.value.size / parameter.shape.at(-1)!;
      const first = tensor1d(random.child(name).normals(rows));
      const pair = tidy(() => iterate(matrix(), unit(first), WARM_UP));
      first.dispose();
      const options = { buffer: true, reduce: 'first' } as const;
      return [name, new Parameter(pair.left, options), new Parameter(pair.right, options)] as const;
    });
    this.left = Object.fromEntries(pairs.map(([name, left]) => [name, left]));
    this.right = Object.fromEntries(pairs.map(([name, , right]) => [name, right]));
  }

  protected override effective({ name, parameter }: Target, context: Context): Tensor {
    const kernel = parameter.value;
    const [left, right] = [this.left[name]!, this.right[name]!];
    if (isTraining(this, context)) {
      const next = tidy(() => iterate(stopGradient(asMatrix(kernel)), right.value, this.iterations));
      left.assign(next.left);
      right.assign(next.right);
    }
    const rows = reshape(clone(right.value), [1, right.shape[0]!]);
    const sigma = sum(mul(matMul(rows, asMatrix(kernel)), clone(left.value)));
    return div(kernel, sigma);
  }
}

/** Singular vectors of the largest singular value, from an earlier one on the right. */
function iterate(matrix: Tensor, from: Tensor1D, times: number): { readonly left: Tensor1D; readonly right: Tensor1D } {
  const [rows, columns] = matrix.shape as [number, number]; // a matrix
  let right = clone(from);
  let left = right;
  for (let i = 0; i < times; i++) {
    left = unit(reshape(matMul(reshape(right, [1, rows]), matrix), [columns]));
    right = unit(reshape(matMul(matrix, reshape(left, [columns, 1])), [rows]));
  }
  return { left, right };
}

function unit(x: Tensor1D): Tensor1D {
  return div(x, add(norm(x), EPSILON));
}

/**
 * Spectral normalization of the kernels of a layer: `kernel / σ`, σ its largest singular value, so that the layer stretches
 * no distance: for the discriminator of a GAN. The value is found by power iteration, which goes on in each training pass.
 *
 * Kernels are all parameters whose names end in `kernel`, as matrices with a column for each output.
 *
 * @param inner the layer, or a network
 * @returns a blueprint for the inputs of `inner`, with `inner`'s parameters and the buffers `left` and `right`
 * @throws ArgumentError when `iterations` is not an integer of at least 1, and from `build` when there is no kernel
 * @example
 * using model = build(spectralNorm(dense(3)), { input: [4], seed: 7 });
 * @see Miyato et al., "Spectral normalization for generative adversarial networks", 2018
 */
export function spectralNorm(inner: AnyRank, options?: SpectralNormOptions): AnyRank;
export function spectralNorm<In, Out>(inner: Blueprint<In, Out>, options?: SpectralNormOptions): Blueprint<In, Out>;
export function spectralNorm(inner: AnyBlueprint, options: SpectralNormOptions = {}): AnyBlueprint {
  resolve(options);
  return reparametrized('spectralNorm', [inner, options], {
    added: {
      left: (kernel) => kernel.slice(-1),
      right: (kernel) => [kernel.slice(0, -1).reduce((product, size) => product * size, 1)],
    },
    buffers: ['left', 'right'],
    build: (module, random) => new SpectralNorm({ inner: module, random, ...options }),
  });
}

function resolve(options: SpectralNormOptions) {
  const resolved = resolveOptions('spectralNorm', options, { iterations: 1 });
  checkInteger('spectralNorm', 'iterations', resolved.iterations, { min: 1 });
  return resolved;
}
