import {
  assertShape,
  type Context,
  childContext,
  formatShape,
  Module,
  memoryScope,
  type RecurrentCell,
  type RunInput,
  type RunOutput,
  ShapeError,
  type State,
  type StateSize,
} from '@neurite/core';
import { cast, reverse, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { RecurrentOptions, RecurrentOutput } from '../recurrent/recurrent-options.js';
import { lastStep } from './last-step.js';
import type { Growth, Traced, Walk } from './trace.js';
import { unroll } from './unroll.js';
import type { WithTime } from './wiring.js';

/** What a layer takes that runs a cell. */
type UnrolledOptions<
  X extends Tensor,
  S extends State,
  Y extends Tensor,
  Sequences extends boolean,
> = RecurrentOptions<Sequences> & {
  /** What the layer is called in errors. */
  readonly where: string;
  readonly cell: RecurrentCell<X, S, Y>;
  /** The features of a step; undefined leaves them to the cell. */
  readonly features?: number;
};

/** What recurrent layers have in common: the way of a cell through time. */
export abstract class Unrolled<X extends Tensor, S extends State, Y extends Tensor, Sequences extends boolean>
  extends Module<WithTime<X>, RecurrentOutput<Sequences, Y>>
  implements Traced
{
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly #cell: RecurrentCell<X, S, Y>;
  readonly #where: string;
  readonly #features: number | undefined;

  constructor({ where, cell, features, returnSequences, goBackwards }: UnrolledOptions<X, S, Y, Sequences>) {
    super();
    this.returnSequences = returnSequences ?? false;
    this.goBackwards = goBackwards ?? false;
    this.#cell = cell;
    this.#where = where;
    this.#features = features;
  }

  /**
   * @param x [batch, time, …]; any time of at least 1, whatever the layer was built for
   * @returns a new tensor: the output of the last step, or of every step with `returnSequences`; owned by the caller
   * @throws ShapeError when `x` has another rank, no time, or other features than the layer was built for
   */
  override forward(x: WithTime<X>, context: Context): RecurrentOutput<Sequences, Y> {
    return memoryScope(this.#where, () => this.#run({ x }, context).outputs());
  }

  /**
   * @param input x: as in `forward`; mask: [batch, time], a step with 0 leaves the state as it is to the bit, its output
   * is 0, and the last output is that of the last step with 1; state: what an earlier `run` left, so that a sequence can
   * come in pieces
   * @returns the output, the mask where every step's output is given, and the state after the last step
   * @throws ShapeError as `forward` does, and when the mask has another shape
   */
  override run(
    { x, mask, state }: RunInput<WithTime<X>>,
    context: Context,
  ): RunOutput<RecurrentOutput<Sequences, Y>, S> {
    return memoryScope(this.#where, () => {
      const result = this.#run({ x, mask, state: state as S | undefined }, context); // of the form that it gave
      return { outputs: result.outputs(), mask: this.returnSequences ? mask : undefined, state: result.state() };
    });
  }

  /** Whether it goes from the first step to the last. */
  override get continuable(): boolean {
    return !this.goBackwards;
  }

  /** See `Traced`. */
  trace(_input: Growth, { refuse }: Walk): Growth {
    return this.continuable || refuse('reads a sequence from its end', 'Leave goBackwards out');
  }

  override initialState(size: StateSize): S {
    return this.#cell.initialState(size);
  }

  #run(
    { x, mask, state }: RunInput<WithTime<X>, S>,
    context: Context,
  ): { readonly outputs: () => RecurrentOutput<Sequences, Y>; readonly state: () => S } {
    const tensor = x as Tensor; // of one rank more than X
    this.#check(tensor, mask);
    const turn = <T extends Tensor>(of: T): T => (this.goBackwards ? reverse(of, 1) : of);
    const inOrder = mask && turn(cast(mask, 'float32'));
    const sequence = unroll(this.#cell, turn(tensor), {
      state: state ?? this.#cell.initialState({ batch: tensor.shape[0]! }),
      mask: inOrder,
      context: childContext(context, 'cell'),
    });
    const outputs = (): Tensor => (this.returnSequences ? turn(sequence.outputs) : lastStep(sequence.outputs, inOrder));
    return { outputs: outputs as () => RecurrentOutput<Sequences, Y>, state: () => sequence.state }; // as returnSequences says
  }

  #check({ shape }: Tensor, mask: Tensor2D | undefined): void {
    const features = this.#features;
    const rankFits = features === undefined ? shape.length >= 2 : shape.length === 3 && shape[2] === features;
    if (!rankFits || shape[1]! < 1) {
      throw new ShapeError({
        where: this.#where,
        argument: 'x',
        expected: `have shape [batch, time, ${features ?? '…'}]`,
        received: formatShape(shape),
        advice: `Time must be at least 1${features === undefined ? '' : ', and the last axis equal the features it was built for'}`,
      });
    }
    if (mask !== undefined) assertShape(this.#where, 'mask', mask.shape, shape.slice(0, 2));
  }
}
