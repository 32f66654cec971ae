import {
  type Blueprint,
  checkInteger,
  defineLayer,
  formatShape,
  formatSpec,
  type Initializer,
  Module,
  Parameter,
  type RandomStream,
  resolveOptions,
  ShapeError,
  type Spec,
  spec,
  TensorSpec,
} from '@neurite/core';
import { add, matMul, reshape, type Tensor1D, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { weightDefaults } from '../internal/convolution.js';
import { specsOf } from '../internal/sizes.js';

/** The options of `bilinear`. */
export type BilinearOptions = {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [left features, right features, units]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [units]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `bilinear` is made of. */
export type BilinearModuleOptions = BilinearOptions & {
  /** The numbers of features of the left and the right input: integers of at least 1. */
  readonly features: readonly [left: number, right: number];
  /** The number of features that come out: an integer of at least 1. */
  readonly units: number;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `bilinear`. */
export class Bilinear extends Module<readonly [Tensor2D, Tensor2D], Tensor2D> {
  /** [left features, right features, units] */
  readonly kernel: Parameter<Tensor3D>;
  /** [units] */
  readonly bias: Parameter<Tensor1D> | undefined;

  /** @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown */
  constructor({ features, units, random, ...options }: BilinearModuleOptions) {
    super();
    const { useBias, kernelInitializer, biasInitializer } = resolve(units, options);
    for (const size of features) checkInteger('bilinear', 'features', size, { min: 1 });
    const shape = [...features, units];
    this.kernel = new Parameter(kernelInitializer(shape, random.child('kernel')) as Tensor3D); // of this shape
    this.bias = useBias ? new Parameter(biasInitializer([units], random.child('bias')) as Tensor1D) : undefined; // of this shape
  }

  /**
   * @param x [batch, left features] and [batch, right features]
   * @returns a new tensor [batch, units], owned by the caller
   * @throws ShapeError when they have other features than the layer was built for, or are not as many
   */
  override forward([a, b]: readonly [Tensor2D, Tensor2D]): Tensor2D {
    const [left, right, units] = this.kernel.value.shape;
    const wanted = [
      [a.shape[0], left],
      [a.shape[0], right],
    ];
    for (const [i, { shape }] of [a, b].entries()) {
      if (formatShape(shape) === formatShape(wanted[i]!)) continue;
      const expected = `have shape ${formatShape([i === 0 ? -1 : wanted[i]![0]!, wanted[i]![1]!])}`;
      throw new ShapeError({ where: 'bilinear', argument: `x.${i}`, expected, received: formatShape(shape) });
    }
    return tidy(() => {
      const batch = a.shape[0];
      const half = reshape(matMul(a, reshape(this.kernel.value, [left, right * units])), [batch, right, units]);
      const y: Tensor2D = reshape(matMul(reshape(b, [batch, 1, right]), half), [batch, units]);
      return this.bias === undefined ? y : add(y, this.bias.value);
    });
  }
}

/**
 * A function that is linear in each of two inputs: `yᵤ = Σ aᵢ · kernelᵢⱼᵤ · bⱼ + biasᵤ`.
 *
 * @param units the number of features that come out: an integer of at least 1
 * @returns a blueprint that takes a list of two, [left features] and [right features], to [units]
 * @throws ArgumentError when `units` is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no list of two rows of features of known sizes
 * @example
 * using model = build(bilinear(3), { input: [[4], [5]], seed: 7 });
 * const y = model.forward([ones([2, 4]), ones([2, 5])], inference()); // [2, 3]
 */
export function bilinear(
  units: number,
  options: BilinearOptions = {},
): Blueprint<readonly [Tensor2D, Tensor2D], Tensor2D> {
  const { useBias } = resolve(units, options);
  return defineLayer('bilinear', [units, options], {
    outputSpec: (input) => {
      featuresOf(input);
      return spec([units]);
    },
    describe: (input) => {
      const kernel = [...featuresOf(input), units];
      return {
        parameters: specsOf({ kernel, bias: useBias ? [units] : undefined }),
        multiplyAdds: (kernel[0]! + 1) * kernel[1]! * units,
      };
    },
    build: (input, { random }) => new Bilinear({ features: featuresOf(input), units, random, ...options }),
  });
}

function featuresOf(input: Spec): readonly [left: number, right: number] {
  const parts: readonly Spec[] = Array.isArray(input) ? input : [];
  const sizes = parts.map((part) =>
    part instanceof TensorSpec && part.shape.length === 1 ? part.shape[0] : undefined,
  );
  const [left, right] = sizes;
  if (sizes.length === 2 && typeof left === 'number' && typeof right === 'number') return [left, right];
  const expected = 'be a list of two, [left features] and [right features]';
  throw new ShapeError({ where: 'bilinear', argument: 'input', expected, received: formatSpec(input) });
}

function resolve(units: number, options: BilinearOptions) {
  checkInteger('bilinear', 'units', units, { min: 1 });
  return resolveOptions('bilinear', options, weightDefaults());
}
