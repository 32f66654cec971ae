import {
  assertInputShape,
  type Blueprint,
  formatShape,
  glorotUniform,
  type Initializer,
  Module,
  orthogonal,
  Parameter,
  type RandomStream,
  ShapeError,
  zeros,
} from '@neurite/core';
import {
  add,
  concat,
  matMul,
  type Rank,
  reshape,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from '../recurrent-options.js';
import { assertPositiveWhole } from './arguments.js';

/** The tensors that go from one time to the next, each [batch, units]; the first of them is what the layer gives. */
export type State = [Tensor2D, ...Tensor2D[]];

/** What the recurrent layers have in common: weights for each gate, side by side, and the way through time. */
export abstract class Recurrent<Sequences extends boolean> extends Module<Tensor3D, RecurrentOutput<Sequences>> {
  /** Shape [features, gates · units]. */
  readonly kernel: Parameter<Tensor2D>;
  /** Shape [units, gates · units]. */
  readonly recurrentKernel: Parameter<Tensor2D>;
  /** Shape [gates · units]. */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly units: number;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly #where: string;

  /** @param gates their names, in the order in which they lie side by side */
  constructor(
    where: string,
    gates: readonly string[],
    {
      features,
      units,
      random,
      returnSequences,
      goBackwards = false,
      useBias = true,
      kernelInitializer = glorotUniform(),
      recurrentInitializer = orthogonal(),
      biasInitializer = zeros(),
    }: RecurrentOptions<Sequences> & RecurrentSizes,
  ) {
    super();
    assertPositiveWhole(where, 'features', features);
    assertPositiveWhole(where, 'units', units);
    const draw = <T extends Tensor>(name: string, initializer: Initializer, shape: number[]): Parameter<T> =>
      new Parameter(drawGates(initializer, shape, gates, random.child(name)) as T); // of this shape, gate by gate
    this.kernel = draw('kernel', kernelInitializer, [features, units]);
    this.recurrentKernel = draw('recurrentKernel', recurrentInitializer, [units, units]);
    this.bias = useBias ? draw('bias', biasInitializer, [units]) : undefined;
    this.units = units;
    this.returnSequences = returnSequences ?? false;
    this.goBackwards = goBackwards;
    this.#where = where;
  }

  /**
   * @param x shape [batch, time, features]; any time of at least 1, whatever the layer was built for
   * @returns a new tensor of shape [batch, units], or [batch, time, units] with `returnSequences`, owned by the caller
   * @throws ShapeError when `x` has another rank, no time, or other features than the layer was built for
   */
  override forward(x: Tensor3D): RecurrentOutput<Sequences> {
    const features = this.kernel.shape[0]!;
    const [batch, time, width] = x.shape;
    if (x.shape.length !== 3 || time < 1 || width !== features) {
      throw new ShapeError({
        where: this.#where,
        argument: 'x',
        expected: `have shape [batch, time, ${features}]`,
        received: formatShape(x.shape),
        advice: 'Time must be at least 1, and the last axis equal the features it was built for',
      });
    }
    return tidy(() => {
      const states = this.run(this.#project(x), batch, time);
      return (this.returnSequences ? alongTime(states) : states.at(-1)!) as RecurrentOutput<Sequences>; // as it says
    });
  }

  /**
   * Runs the cell over time.
   *
   * @param rows x · kernel + bias, [time · batch, gates · units], time by time in the order of the input
   * @returns the state that each time gives, in the order of the input; only the last read without `returnSequences`
   */
  protected abstract run(rows: Tensor2D, batch: number, time: number): Tensor2D[];

  /**
   * Hands the state from one time to the next.
   *
   * @param steps what the cell gets at each time, in the order of the input
   */
  protected scan<Step, S extends State>(
    steps: readonly Step[],
    initial: S,
    cell: (step: Step, state: S) => S,
  ): Tensor2D[] {
    let state = initial;
    const states: Tensor2D[] = [];
    for (const step of this.goBackwards ? steps.toReversed() : steps) {
      // A scope for each time, so that outside of training only the states live on.
      state = tidy(() => cell(step, state));
      states.push(state[0]);
    }
    if (!this.returnSequences) return states.slice(-1);
    return this.goBackwards ? states.reverse() : states;
  }

  /** All times in one matrix product; time comes first, so that each time is one piece of memory. */
  #project(x: Tensor3D): Tensor2D {
    return tidy(() => {
      const [batch, time, features] = x.shape;
      const rows = reshape<Rank.R2>(transpose(x, [1, 0, 2]), [time * batch, features]);
      const product: Tensor2D = matMul(rows, this.kernel.value);
      return this.bias === undefined ? product : add<Tensor2D>(product, this.bias.value);
    });
  }
}

/** The pieces of `rows` that belong to each time: [batch, columns] each, by one kernel whose gradient is one too. */
export function byTime(rows: Tensor2D, time: number): Tensor2D[] {
  return split(rows, time, 0);
}

/** The blueprint of a recurrent layer. */
export function recurrent<Sequences extends boolean>(
  name: string,
  units: number,
  {
    returnSequences,
    build,
  }: {
    readonly returnSequences: Sequences | undefined;
    readonly build: (features: number, random: RandomStream) => Recurrent<Sequences>;
  },
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  assertPositiveWhole(name, 'units', units);
  return {
    name,
    outputShape: (inputShape) => {
      assertInputShape(name, inputShape, ['time', 'features']);
      return returnSequences ? [inputShape[0]!, units] : [units];
    },
    build: ([, features], random) => build(features!, random), // checked by outputShape
  };
}

/** Each gate is a matrix of its own to an initializer, so that fans count one gate, and each is orthogonal by itself. */
function drawGates(
  initializer: Initializer,
  shape: readonly number[],
  gates: readonly string[],
  random: RandomStream,
): Tensor {
  return tidy(() => {
    const drawn = gates.map((gate) => initializer(shape, random.child(gate)));
    return concat(drawn, shape.length - 1);
  });
}

/** [batch, units] of each time to [batch, time, units]. */
function alongTime(states: Tensor2D[]): Tensor3D {
  const [batch, units] = states[0]!.shape;
  return transpose(reshape<Rank.R3>(concat(states, 0), [states.length, batch, units]), [1, 0, 2]);
}
