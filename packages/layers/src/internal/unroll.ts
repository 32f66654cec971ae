import {
  type Context,
  childContext,
  memoryScope,
  type RecurrentCell,
  type SequenceResult,
  type State,
} from '@neurite/core';
import {
  clone,
  expandDims,
  notEqual,
  reshape,
  squeeze,
  stack,
  Tensor,
  type Tensor2D,
  unstack,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { release } from './release.js';

type AnyCell<S extends State> = RecurrentCell<Tensor, S, Tensor>;

/** What goes beside the steps. */
export type UnrollOptions<S extends State> = {
  readonly state: S;
  /** [batch, time], float32. */
  readonly mask?: Tensor2D | undefined;
  readonly context: Context;
};

/**
 * Runs a cell over all steps, in one kernel where it has one. To be called in a scope, as it leaves tensors behind.
 *
 * @param x [batch, time, …], at least one step
 */
export function unroll<X extends Tensor, S extends State, Y extends Tensor>(
  cell: RecurrentCell<X, S, Y>,
  x: Tensor,
  options: UnrollOptions<S>,
): SequenceResult<S, Tensor> {
  const projected = cell.project?.(x) ?? x;
  return cell.sequence?.(projected, options) ?? stepByStep(cell as unknown as AnyCell<S>, projected, options); // by rank
}

function stepByStep<S extends State>(
  cell: AnyCell<S>,
  x: Tensor,
  { state: first, mask, context }: UnrollOptions<S>,
): SequenceResult<S, Tensor> {
  const masks = mask && unstack(mask, 1);
  const outputs: Tensor[] = [];
  let state = first;
  for (const [t, step] of unstack(x, 1).entries()) {
    const before = state;
    // A scope for each step, so that outside of training only outputs and one state live on.
    const next = memoryScope('step', () => {
      const { output, state: after } = cell.step(step, before, childContext(context, String(t)));
      const own = masks?.[t];
      if (own === undefined) return { output, state: after };
      const counts = (of: Tensor): Tensor => notEqual(reshape(own, [own.size, ...new Array(of.rank - 1).fill(1)]), 0);
      return {
        output: where(counts(output), output, zerosLike(output)),
        state: mapState(after, before, (a, b) => where(counts(a), a, b)) as S, // of its form
      };
    });
    release(before, [first, outputs.at(-1), next]);
    outputs.push(next.output);
    state = next.state;
  }
  // Nothing that is given back belongs to the caller already.
  return { outputs: stack(outputs, 1), state: mapState(state, state, (a) => clone(a)) as S }; // of its form
}

/** One step of a cell; `x` as it comes. To be called in a scope. */
export function stepOnce<X extends Tensor, S extends State, Y extends Tensor>(
  cell: RecurrentCell<X, S, Y>,
  { x, state }: { readonly x: X; readonly state: S },
  context: Context,
): { readonly output: Y; readonly state: S } {
  const projected = cell.project === undefined ? x : (squeeze(cell.project(expandDims(x, 1)), [1]) as Tensor as X); // of the rank of x
  return cell.step(projected, state, context);
}

/** A state of the form of `a` and `b`, which is the same. */
function mapState(a: State, b: State, f: (a: Tensor, b: Tensor) => Tensor): State {
  if (a instanceof Tensor) return f(a, b as Tensor);
  const of = b as Readonly<Record<string, State>>;
  const fields = Object.entries(a).map(([name, child]) => [name, mapState(child, of[name]!, f)] as const);
  return Array.isArray(a) ? fields.map(([, child]) => child) : Object.fromEntries(fields);
}
