import {
  checkInteger,
  type Description,
  glorotUniform,
  type Initializer,
  orthogonal,
  type Parameter,
  type Spec,
  type State,
  spec,
  type TensorSpec,
  tensorInput,
  zeros,
} from '@neurite/core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { Cell } from '../recurrent/cell.js';
import type { RecurrentSizes } from '../recurrent/recurrent-options.js';
import { assertLastAxis } from './last-axis.js';
import { project } from './project.js';
import { sideBySide } from './side-by-side.js';
import { elements, lastSize, specsOf } from './sizes.js';

/** The defaults of `CellOptions`. */
export function cellDefaults(): {
  readonly useBias: true;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
} {
  return {
    useBias: true,
    kernelInitializer: glorotUniform(),
    recurrentInitializer: orthogonal(),
    biasInitializer: zeros(),
  };
}

type Weights = RecurrentSizes & {
  readonly where: string;
  /** Their names, in the order in which they lie side by side. */
  readonly gates: readonly string[];
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
};

/** What cells have in common whose gates lie side by side in one kernel. */
export abstract class GatedCell<S extends State> extends Cell<Tensor2D, S, Tensor2D> {
  /** [features, gates · units] */
  readonly kernel: Parameter<Tensor2D>;
  /** [units, gates · units] */
  readonly recurrentKernel: Parameter<Tensor2D>;
  /** [gates · units] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly units: number;
  readonly #where: string;

  constructor({ where, gates, features, units, random, useBias, ...draw }: Weights) {
    super();
    checkInteger(where, 'features', features, { min: 1 });
    checkInteger(where, 'units', units, { min: 1 });
    const of = (name: string) => ({ names: gates, random: random.child(name) });
    this.kernel = sideBySide(draw.kernelInitializer, [features, units], of('kernel'));
    this.recurrentKernel = sideBySide(draw.recurrentInitializer, [units, units], of('recurrentKernel'));
    this.bias = useBias ? sideBySide(draw.biasInitializer, [units], of('bias')) : undefined;
    this.units = units;
    this.#where = where;
  }

  /**
   * x · kernel + bias.
   *
   * @param x [batch, time, features]
   * @returns a new tensor [batch, time, gates · units], owned by the caller
   * @throws ShapeError when `x` has other features than the cell was built for
   */
  override project(x: Tensor): Tensor {
    const kernel = this.kernel.value;
    assertLastAxis(this.#where, x, { size: kernel.shape[0], name: 'features', between: 'time' });
    return project(x, { kernel, bias: this.bias?.value });
  }
}

/** The parts of the blueprint of such a cell, or of the layer that runs it. */
export type GatedParts = {
  outputSpec(input: Spec): TensorSpec;
  describe(input: Spec): Description;
};

/** How the parameters of such a cell lie. */
export type GatedShape = {
  readonly units: number;
  readonly gates: number;
  readonly useBias: boolean;
  /** Others by name. */
  readonly more?: Readonly<Record<string, readonly number[] | undefined>>;
};

/** @throws ShapeError, DtypeError from `outputSpec`, when the input is no step */
export function cellParts(where: string, shape: GatedShape): GatedParts {
  return {
    outputSpec: (input) => {
      tensorInput(where, input, { axes: ['features'], known: ['features'] });
      return spec([shape.units]);
    },
    describe: (input) => describeGates(lastSize(input), shape),
  };
}

/** @throws ShapeError, DtypeError from `outputSpec`, when the input is no sequence */
export function layerParts(where: string, shape: GatedShape & { readonly returnSequences: boolean }): GatedParts {
  return {
    outputSpec: (input) => {
      const [time] = tensorInput(where, input, { axes: ['time', 'features'], known: ['features'] }).shape;
      return spec(shape.returnSequences ? [time!, shape.units] : [shape.units]);
    },
    describe: (input) => {
      const { multiplyAdds, ...rest } = describeGates(lastSize(input), shape);
      const time = elements((input as TensorSpec).shape.slice(0, 1)); // a sequence, as checked
      return { ...rest, multiplyAdds: time * multiplyAdds };
    },
  };
}

function describeGates(
  features: number,
  { units, gates, useBias, more }: GatedShape,
): Description & { readonly multiplyAdds: number } {
  const columns = gates * units;
  return {
    parameters: specsOf({
      kernel: [features, columns],
      recurrentKernel: [units, columns],
      bias: useBias ? [columns] : undefined,
      ...more,
    }),
    multiplyAdds: (features + units) * columns,
  };
}
