import { engine, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Everything that the project relies on in tfjs's private tape stands in this file, and in the test of its name what it
 * relies on: a new version of tfjs-core shows there.
 */

/** How a value changes with each of some tensors. */
export type Derivatives = {
  readonly value: Tensor;
  /** One for each tensor, in their order; undefined where the value does not depend on it. */
  readonly gradients: readonly (Tensor | undefined)[];
};

/**
 * How deeply the gradients that are being recorded are nested: 0 outside of them and in the backward pass of the
 * outermost one, 1 in its forward pass and in the backward pass of a gradient inside it, and so on.
 */
export function gradientDepth(): number {
  return engine().state.gradientDepth;
}

/**
 * Runs `f`, records it, and goes back through the record. May be called in the backward pass of another gradient.
 *
 * @param f returns a scalar that is none of `xs`; called once
 * @returns tensors that the caller owns
 */
export function differentiate(f: () => Tensor, xs: readonly Tensor[]): Derivatives {
  const { state } = engine();
  if (state.gradientDepth > 0) return gradientsOf(f, xs);
  // A tape that begins while another one is walked back would take its place, and what that saved would leak.
  const walked = state.activeTape;
  try {
    return gradientsOf(f, xs);
  } catch (error) {
    // tfjs frees what a tape saved only when the backward pass ends well.
    if (state.activeTape !== walked) {
      for (const { saved } of state.activeTape) for (const tensor of saved ?? []) tensor.dispose();
    }
    throw error;
  } finally {
    state.activeTape = walked;
  }
}

function gradientsOf(f: () => Tensor, xs: readonly Tensor[]): Derivatives {
  const { value, grads } = engine().gradients(f, [...xs], undefined, true);
  return { value, gradients: grads }; // undefined, against its type, where the value does not depend on a tensor
}

/**
 * The inputs that the tape recorded with what was `saved`: the tensors themselves, not clones. Clones pass on only
 * float32 gradients, and there is none of a list of tensors.
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
