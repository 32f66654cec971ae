import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { type BackwardOptions, backward, type TapeNode } from './backward.js';

/**
 * Everything that the project relies on in tfjs's private tape stands in this file, and in the test of its name what it
 * relies on: a new version of tfjs-core shows there.
 */

/** What a function returned, and the gradients of its value. */
export type Derivatives<Value extends Differentiable> = {
  /** What the function returned. */
  readonly result: Value;
  /** One for each tensor, in their order; undefined where the value does not depend on it. */
  readonly gradients: readonly (Tensor | undefined)[];
};

/** What a differentiated function returns: its value, and whatever else is wanted of the pass. */
export type Differentiable = { readonly value: Tensor };

/** The part of tfjs's engine that records and keeps. */
type Recording = {
  readonly state: { gradientDepth: number; activeTape: (TapeNode & { readonly saved?: readonly Tensor[] })[] | null };
  startTape(): void;
  endTape(): void;
  tidy<R>(name: string, f: () => R): R;
};

/**
 * How deeply the gradients that are being recorded are nested: 0 outside of them and in the backward pass of the
 * outermost one, 1 in its forward pass and in the backward pass of a gradient inside it, and so on.
 */
export function gradientDepth(): number {
  return engine().state.gradientDepth;
}

/**
 * Runs and records `f`, then the backward pass. May be called in the backward pass of another gradient.
 *
 * @param f returns a scalar as its value that is not among `xs`; called once
 * @param onFinal called with each index of `xs` and its gradient, lent, as soon as nothing is added to it any more
 * @returns tensors that the caller owns: the gradients, and all in what `f` returned
 */
export function differentiate<Value extends Differentiable>(
  f: () => Value,
  xs: readonly Tensor[],
  onFinal?: BackwardOptions['onFinal'],
): Derivatives<Value> {
  const running = engine() as unknown as Recording; // `startTape` and `endTape` are private
  const { state } = running;
  if (state.gradientDepth > 0) return recordAndDifferentiate(running, f, { xs, onFinal });
  // A tape that starts in the backward pass of another would replace it.
  const outer = state.activeTape;
  try {
    return recordAndDifferentiate(running, f, { xs, onFinal });
  } finally {
    if (state.activeTape !== outer) {
      for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
    }
    state.activeTape = outer;
  }
}

function recordAndDifferentiate<Value extends Differentiable>(
  running: Recording,
  f: () => Value,
  { xs, onFinal }: Omit<BackwardOptions, 'value'>,
): Derivatives<Value> {
  running.startTape();
  let result: Value;
  try {
    result = running.tidy('forward', f);
  } finally {
    running.endTape();
  }
  const tape = running.state.activeTape ?? [];
  const gradients = running.tidy('backward', () => backward(tape, { value: result.value, xs, onFinal }));
  return { result, gradients };
}

/**
 * The inputs that the tape recorded with what was `saved`: the tensors themselves, not clones. Clones pass on only
 * float32 gradients, and a list of tensors has none.
 *
 * @param saved as the gradient gets it
 */
export function recordedInputs(saved: readonly Tensor[]): Readonly<Record<string, Tensor>> {
  return engine().state.activeTape?.find((node) => node.saved === saved)?.inputs ?? {};
}

/**
 * Lets outputs of the kernel that ran last stand in for their own gradients where nothing depends on them: the tape
 * would make zeros for those, on the host and as large as the output. Not inside nested gradients, where all are read.
 *
 * @param internal for each output, whether the kernel's gradient ignores the gradient by it
 */
export function skipZeros(kernelName: string, internal: readonly boolean[]): void {
  const { state } = engine();
  const node = state.activeTape?.at(-1);
  if (node?.kernelName !== kernelName || node.gradient === undefined) return;
  const { gradient, outputs } = node;
  node.gradient = (dys) =>
    gradient(state.gradientDepth > 0 ? dys : dys.map((dy, i) => dy ?? (internal[i] ? outputs[i]! : dy)));
}

/** The part of tfjs's engine through which every new tensor goes. */
type Tracking = {
  track<T extends Tensor>(tensor: T): T;
  readonly state: { readonly scopeStack: readonly { readonly name: string }[] };
};

/** Scopes of tfjs itself: operations, gradients, and `tidy` without a name. */
const INTERNAL_SCOPE = /__op$|^forward$|^backward$|^unnamed scope$/;

/**
 * Calls `seen` with each tensor that is made or passed on to an outer scope, and with the names of the scopes around it.
 *
 * @returns what ends that
 */
export function watchTensors(seen: (tensor: Tensor, scopes: readonly string[]) => void): () => void {
  const running = engine() as unknown as Tracking; // `track` is private
  const { track } = running;
  running.track = <T extends Tensor>(tensor: T): T => {
    seen(
      tensor,
      running.state.scopeStack.map(({ name }) => name).filter((name) => !INTERNAL_SCOPE.test(name)),
    );
    return track.call(running, tensor) as T; // returns what it is given
  };
  return () => {
    running.track = track;
  };
}
