import {
  type Blueprint,
  checkInteger,
  type Description,
  defineLayer,
  glorotUniform,
  type Initializer,
  orthogonal,
  type Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  type StateSize,
  spec,
  type TensorSpec,
  tensorInput,
  zeros as zerosInitializer,
} from '@neurite/core';
import {
  add,
  concat,
  fill,
  mul,
  reshape,
  sigmoid,
  split,
  type Tensor,
  type Tensor1D,
  tanh,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { Cell, type CellBlueprint, defineCell, type StepResult } from '../recurrent/cell.js';
import type { RecurrentOptions, RecurrentOutput } from '../recurrent/recurrent-options.js';
import { convolve } from './convolve.js';
import { forgetBiasOf } from './forget-bias.js';
import { SEQUENCE_DEFAULTS } from './gated-layer.js';
import { sideBySide } from './side-by-side.js';
import { elements, lastSize, sizesOf, specsOf } from './sizes.js';
import { assertImages, toWindow, type Window, windowOf, windowOutput } from './spatial.js';
import { Unrolled } from './unrolled.js';
import type { WithTime } from './wiring.js';

const GATES = ['i', 'f', 'g', 'o'] as const;

/** Options of such a cell with any number of spatial axes. */
export type ConvLstmCellOptions = {
  readonly strides?: unknown;
  readonly padding?: unknown;
  readonly dilation?: unknown;
  readonly useBias?: boolean;
  readonly forgetBias?: number;
  readonly kernelInitializer?: Initializer;
  readonly recurrentInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
};

/** Options of the layer of such a cell. */
type ConvLstmOptions = RecurrentOptions & ConvLstmCellOptions;

/** What identifies such a layer or cell. */
export type ConvLstmCall = {
  readonly where: string;
  readonly axes: readonly string[];
  readonly filters: number;
  readonly kernelSize: unknown;
};

/** What the cell is made of: `frame` is the spec of one step. */
type Sizes = { readonly frame: Spec; readonly random: RandomStream };

/** Hidden state and cell, [batch, …spatial, filters] each. */
export type ConvLstmState = { readonly h: Tensor; readonly c: Tensor };

/** What such cells have in common. */
export class ConvLstmCell<X extends Tensor = Tensor> extends Cell<X, ConvLstmState, X> {
  /** […size, channels, 4 · filters], the gates i, f, g, o side by side. */
  readonly kernel: Parameter;
  /** […size, filters, 4 · filters] */
  readonly recurrentKernel: Parameter;
  /** [4 · filters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly #window: Window;
  readonly #recurrentWindow: Window;
  readonly #channels: number;
  readonly #shape: readonly number[];

  constructor(call: ConvLstmCall, { frame, random, ...options }: ConvLstmCellOptions & Sizes) {
    super();
    const { window, useBias, forgetBias, ...draw } = settle(call, resolveOptions(call.where, options, CELL_DEFAULTS));
    const { filters } = call;
    const channels = lastSize(frame);
    const of = (name: string) => ({ names: GATES, random: random.child(name) });
    this.kernel = sideBySide(draw.kernelInitializer, [...window.size, channels, filters], of('kernel'));
    this.recurrentKernel = sideBySide(
      draw.recurrentInitializer,
      [...window.size, filters, filters],
      of('recurrentKernel'),
    );
    this.bias = useBias ? sideBySide(draw.biasInitializer, [filters], of('bias')) : undefined;
    const { bias } = this;
    bias?.assign(
      tidy(() => {
        const first = concat([zeros([filters]), fill([filters], forgetBias), zeros([2 * filters])]);
        return add(bias.value, first) as Tensor1D; // of this shape
      }),
    );
    this.#window = window;
    this.#recurrentWindow = recurrentWindow(window);
    this.#channels = channels;
    this.#shape = [...(windowOutput(window, frame).slice(0, -1) as number[]), filters]; // known, as checked
  }

  /** @returns zeros, owned by the caller */
  override initialState({ batch }: StateSize): ConvLstmState {
    return { h: zeros([batch, ...this.#shape]), c: zeros([batch, ...this.#shape]) };
  }

  /** The convolution of all steps at once. */
  override project(x: Tensor): Tensor {
    return tidy(() => {
      const [batch, time, ...rest] = x.shape as [number, number, ...number[]]; // a sequence
      const frames = reshape(x, [batch * time, ...rest]);
      assertImages(this.#window, frames, this.#channels);
      const inputs = { x: frames, kernel: this.kernel.value, bias: this.bias?.value };
      const y = convolve(inputs, { window: this.#window, groups: 1 });
      return reshape(y, [batch, time, ...y.shape.slice(1)]);
    });
  }

  /**
   * @param x the convolution of one step, [batch, …spatial, 4 · filters]
   * @returns h for output, and the state; owned by the caller
   */
  override step(x: X, { h, c }: ConvLstmState): StepResult<X, ConvLstmState> {
    return tidy(() => {
      const inputs = { x: h, kernel: this.recurrentKernel.value, bias: undefined };
      const gates = add(x, convolve(inputs, { window: this.#recurrentWindow, groups: 1 }));
      const [i, f, g, o] = split(gates, GATES.length, -1) as [Tensor, Tensor, Tensor, Tensor]; // each
      const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
      const output = mul(sigmoid(o), tanh(next)) as X; // of the rank of x
      return { output, state: { h: output, c: next } };
    });
  }
}

/** What such layers have in common. Their parameters are those of the cell, without a name between. */
export abstract class ConvLstm<X extends Tensor, Sequences extends boolean> extends Unrolled<
  X,
  ConvLstmState,
  X,
  Sequences
> {
  /** […size, channels, 4 · filters], the gates i, f, g, o side by side. */
  readonly kernel: Parameter;
  /** […size, filters, 4 · filters] */
  readonly recurrentKernel: Parameter;
  /** [4 · filters] */
  readonly bias: Parameter<Tensor1D> | undefined;

  constructor(call: ConvLstmCall, options: ConvLstmOptions & Sizes) {
    const { returnSequences, goBackwards, ...rest } = options;
    const cell = new ConvLstmCell(call, rest);
    const own = { returnSequences: (returnSequences ?? false) as Sequences, goBackwards: goBackwards ?? false }; // as its type says
    super({ where: call.where, cell: cell as Cell as Cell<X, ConvLstmState, X>, ...own });
    this.kernel = cell.kernel;
    this.recurrentKernel = cell.recurrentKernel;
    this.bias = cell.bias;
  }
}

/** The blueprint of such a layer. */
export function convLstm<X extends Tensor, Sequences extends boolean>(
  call: ConvLstmCall,
  options: ConvLstmOptions,
  build: (sizes: Sizes) => ConvLstm<X, Sequences>,
): Blueprint<WithTime<X>, RecurrentOutput<Sequences, X>> {
  const { where, axes, filters, kernelSize } = call;
  const { returnSequences, goBackwards: _, ...own } = resolveOptions(where, options, LAYER_DEFAULTS);
  const settled = settle(call, own);
  /** The spec of a step. */
  const frameOf = (input: Spec): TensorSpec => {
    const names = ['time', ...axes, 'channels'];
    return spec(tensorInput(where, input, { axes: names, known: names.slice(1) }).shape.slice(1));
  };
  return defineLayer<WithTime<X>, RecurrentOutput<Sequences, X>>(where, [filters, kernelSize, options], {
    outputSpec: (input) => {
      const sizes = outputOf(call, settled.window, frameOf(input));
      return spec(returnSequences ? [sizesOf(input)[0]!, ...sizes] : sizes);
    },
    describe: (input) => {
      const { multiplyAdds, ...rest } = describeStep(call, settled, frameOf(input));
      return { ...rest, multiplyAdds: multiplyAdds * elements(sizesOf(input).slice(0, 1)) };
    },
    build: (input, { random }) => build({ frame: frameOf(input), random }),
  });
}

/** The blueprint of such a cell. */
export function convLstmCell<X extends Tensor>(
  call: ConvLstmCall,
  options: ConvLstmCellOptions,
  build: (sizes: Sizes) => ConvLstmCell<X>,
): CellBlueprint<X, ConvLstmState, X> {
  const { where, axes, filters, kernelSize } = call;
  const settled = settle(call, resolveOptions(call.where, options, CELL_DEFAULTS));
  const frameOf = (input: Spec): TensorSpec => {
    const names = [...axes, 'channels'];
    return tensorInput(where, input, { axes: names, known: names });
  };
  return defineCell(where, [filters, kernelSize, options], {
    outputSpec: (input) => spec(outputOf(call, settled.window, frameOf(input))),
    describe: (input) => describeStep(call, settled, frameOf(input)),
    buildCell: (input, { random }) => build({ frame: frameOf(input), random }),
  });
}

function outputOf({ filters }: ConvLstmCall, window: Window, frame: TensorSpec): readonly number[] {
  return [...(windowOutput(window, frame).slice(0, -1) as number[]), filters]; // known
}

function describeStep(
  call: ConvLstmCall,
  { window, useBias }: { readonly window: Window; readonly useBias: boolean },
  frame: TensorSpec,
): Description & { readonly multiplyAdds: number } {
  const { filters } = call;
  const columns = 4 * filters;
  const kernel = [...window.size, lastSize(frame), columns];
  const recurrentKernel = [...window.size, filters, columns];
  const positions = elements(outputOf(call, window, frame).slice(0, -1));
  return {
    parameters: specsOf({ kernel, recurrentKernel, bias: useBias ? [columns] : undefined }),
    multiplyAdds: positions * (elements(kernel) + elements(recurrentKernel)),
  };
}

const CELL_DEFAULTS = {
  strides: 1,
  padding: 'valid',
  dilation: 1,
  useBias: true,
  forgetBias: undefined,
  kernelInitializer: glorotUniform(),
  recurrentInitializer: orthogonal(),
  biasInitializer: zerosInitializer(),
} as const;
const LAYER_DEFAULTS = { ...CELL_DEFAULTS, ...SEQUENCE_DEFAULTS } as const;

type Resolved = Omit<Required<ConvLstmCellOptions>, 'forgetBias'> & { readonly forgetBias: number | undefined };

/** Checks what its options are. */
function settle({ where, axes, filters, kernelSize }: ConvLstmCall, resolved: Resolved) {
  const { strides, padding, dilation, ...rest } = resolved;
  checkInteger(where, 'filters', filters, { min: 1 });
  const window = toWindow(where, [axes, 'kernelSize'], { size: kernelSize, strides, padding, dilation });
  return { window, ...rest, forgetBias: forgetBiasOf(where, resolved) };
}

/** The state keeps its size. */
function recurrentWindow({ where, axes, size }: Window): Window {
  const ones = axes.map(() => 1);
  return windowOf({ where, axes, size, strides: ones, dilation: ones, padding: 'same' });
}
