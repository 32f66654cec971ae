import {
  type Context,
  Module,
  memoryScope,
  type Parameter,
  type RunInput,
  type RunOutput,
  type State,
  type StateSize,
} from '@neurite/core';
import type { FusedActivation } from '@neurite/ops';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { FusedLayer } from '../wiring/fused-layer.js';
import { afterPast, firstSteps, seesOneStep, seesPast, stepsOf, traceWindow, unpadded } from './past-steps.js';
import { assertImages, type Window } from './spatial.js';
import type { Growth, Traced, Walk } from './trace.js';

/** What convolutions have in common, whatever they compute in a window: how a text goes through them in parts. */
export abstract class Windowed<T extends Tensor> extends Module<T, T> implements FusedLayer<T, T>, Traced {
  abstract readonly bias: Parameter<Tensor1D> | undefined;
  readonly #window: Window;
  readonly #channels: number;

  constructor(window: Window, channels: number) {
    super();
    this.#window = window;
    this.#channels = channels;
  }

  get strides(): readonly number[] {
    return this.#window.strides;
  }

  get dilation(): readonly number[] {
    return this.#window.dilation;
  }

  get padding(): Window['padding'] {
    return this.#window.padding;
  }

  /**
   * @param x [batch, …spatial, channels], as checked
   * @returns a new tensor, owned by the caller
   */
  protected abstract slide(x: T, window: Window, activation: FusedActivation): T;

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …newSpatial, filters], owned by the caller
   * @throws ShapeError when `x` has other axes or channels, or is smaller than the kernel
   */
  override forward(x: T): T {
    return this.#checked(x, this.#window, 'linear');
  }

  /** The forward pass with an activation in the same kernel; undefined without a bias. */
  forwardWith(x: T, activation: FusedActivation): T | undefined {
    return this.bias && this.#checked(x, this.#window, activation);
  }

  /** Whether each step is seen alone, as by a kernel of one. */
  override get tokenwise(): boolean {
    return seesOneStep(this.#window);
  }

  /** Whether it also is where it is causal, with strides of 1: its state is what the kernel still reaches. */
  override get continuable(): boolean {
    return this.tokenwise || seesPast(this.#window);
  }

  /** See `Traced`. */
  trace(_input: Growth, walk: Walk): Growth {
    return traceWindow(this.#window, walk);
  }

  /** @returns for a causal one the steps that the first ones see, zeros, owned by the caller; else `{}` */
  override initialState(size: StateSize): State {
    return firstSteps(this.#window, this.#channels, size);
  }

  /**
   * @param input x: as in `forward`; mask: for a kernel of one alone; state: of `initialState` or an earlier `run`, then the steps
   * of x come after those before them
   * @throws ShapeError as `forward` does; ArgumentError for a mask where steps are mixed
   */
  override run({ x, mask, state }: RunInput<T>, context: Context): RunOutput<T> {
    const past = stepsOf(state);
    if (past === undefined || mask !== undefined) return super.run({ x, mask }, context);
    assertImages(this.#window, x, this.#channels);
    const window = unpadded(this.#window);
    return memoryScope(window.where, () => afterPast(x, past, (steps) => this.#checked(steps, window, 'linear')));
  }

  #checked(x: T, window: Window, activation: FusedActivation): T {
    assertImages(window, x, this.#channels);
    return this.slide(x, window, activation);
  }
}
