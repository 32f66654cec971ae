import {
  type Blueprint,
  defineLayer,
  formatShape,
  glorotUniform,
  Module,
  orthogonal,
  type Parameter,
  type RandomStream,
  ShapeError,
  spec,
  tensorInput,
  zeros,
} from '@neurite/core';
import { reshape, reverse, slice, sum, type Tensor1D, type Tensor2D, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { RecurrentOptions, RecurrentOutput, RecurrentSizes } from '../recurrent/recurrent-options.js';
import { assertPositiveInteger } from './arguments.js';
import { project } from './project.js';
import { sideBySide } from './side-by-side.js';
import { lastSize, specsOf } from './sizes.js';

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
    assertPositiveInteger(where, 'features', features);
    assertPositiveInteger(where, 'units', units);
    const of = (name: string) => ({ names: gates, random: random.child(name) });
    this.kernel = sideBySide(kernelInitializer, [features, units], of('kernel'));
    this.recurrentKernel = sideBySide(recurrentInitializer, [units, units], of('recurrentKernel'));
    this.bias = useBias ? sideBySide(biasInitializer, [units], of('bias')) : undefined;
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
    const [, time, width] = x.shape;
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
      const read = this.goBackwards ? reverse(x, 1) : x;
      const states = this.unroll(project(read, { kernel: this.kernel.value, bias: this.bias?.value }));
      const inOrder = (): Tensor3D => (this.goBackwards ? reverse(states, 1) : states);
      return (this.returnSequences ? inOrder() : lastOf(states)) as RecurrentOutput<Sequences>; // as it says
    });
  }

  /**
   * Runs the cell over time.
   *
   * @param x x · kernel + bias, [batch, time, gates · units], in the order of reading
   * @returns the state after every time, [batch, time, units], in the order of reading
   */
  protected abstract unroll(x: Tensor3D): Tensor3D;
}

/** The blueprint of a recurrent layer. */
export function recurrent<Sequences extends boolean>(
  name: string,
  args: readonly [units: number, options: RecurrentOptions<Sequences>],
  {
    gates,
    build,
  }: { readonly gates: number; readonly build: (features: number, random: RandomStream) => Recurrent<Sequences> },
): Blueprint<Tensor3D, RecurrentOutput<Sequences>> {
  const [units, { returnSequences, useBias = true }] = args;
  assertPositiveInteger(name, 'units', units);
  return defineLayer<Tensor3D, RecurrentOutput<Sequences>>(name, args, {
    outputSpec: (input) => {
      const { shape } = tensorInput(name, input, { axes: ['time', 'features'], known: ['features'] });
      return spec(returnSequences ? [shape[0]!, units] : [units]);
    },
    describe: (input) => ({
      parameters: specsOf({
        kernel: [lastSize(input), gates * units],
        recurrentKernel: [units, gates * units],
        bias: useBias ? [gates * units] : undefined,
        recurrentBias: useBias && gates === 3 ? [units] : undefined,
      }),
    }),
    build: (input, { random }) => build(lastSize(input), random),
  });
}

/** [batch, time, units] to [batch, units] of the last time. */
function lastOf(states: Tensor3D): Tensor2D {
  const [batch, time, units] = states.shape;
  if (batch === 0) return sum(states, 1); // tfjs's cpu backend cannot slice what it stacked of nothing
  return reshape(slice(states, [0, time - 1, 0], [batch, 1, units]), [batch, units]);
}
