import { assertShape } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { areFloats, type KernelCall, type KernelTable, ownKernel } from '../../kernel.js';
import { type Call, LINE_FLOATS } from '../../threads.js';

type AdamAttributes = Readonly<Record<'beta1' | 'beta2' | 'epsilon' | 'weightDecay', number>>;
type AdamStepAttributes = Omit<AdamAttributes, 'weightDecay'> & { readonly weightDecays: readonly number[] };
type SgdStepAttributes = {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecays: readonly number[];
};
type DropoutAttributes = { readonly rate: number; readonly offset: number };
type NamedInputs = Readonly<Record<string, TensorInfo>>;

/** The operations of ops that a train step is made of besides products: one pass over the numbers each. */
export const trainingKernels: KernelTable = {
  AdamUpdate: ownKernel<NamedInputs, AdamAttributes>(({ inputs, attrs: { weightDecay, ...attrs }, backend }) =>
    adam({ inputs: numbered(inputs), attrs: { ...attrs, weightDecays: [weightDecay] }, backend }, 0),
  ),
  AdamStep: ownKernel<NamedInputs, AdamStepAttributes>((call) => adam(call, 1)),
  SgdUpdate: ownKernel<NamedInputs, Omit<SgdStepAttributes, 'weightDecays'>>(({ inputs, attrs, backend }) => {
    // The kernel reads no parameter that it is not to change.
    const given = numbered({ parameter: inputs.gradient!, ...inputs });
    return sgd({ inputs: given, attrs: { ...attrs, weightDecays: [0] }, backend }, 0);
  }),
  SgdStep: ownKernel<NamedInputs, SgdStepAttributes>((call) => sgd(call, 1)),
  Dropout: ownKernel<{ x: TensorInfo; key: TensorInfo }, DropoutAttributes>(
    ({ inputs: { x, key }, attrs, backend }) => {
      if (!areFloats({ x })) return undefined;
      assertShape('Dropout', 'key', key.shape, [4]);
      const output = backend.newTensor(x.shape, 'float32');
      const [source, words, target] = [x, key, output].map(address(backend)) as [number, number, number]; // of three
      const constants = [Math.ceil(attrs.rate * 2 ** 24), 1 / (1 - attrs.rate)];
      overElements(backend, 'dropout', output.shape, (at, length) => [
        ...[at(source), words, at(target), attrs.offset + at(0) / 4, length],
        ...constants,
      ]);
      return output;
    },
  ),
  ReluGrad: ownKernel<{ dy: TensorInfo; y: TensorInfo }>(({ inputs: { dy, y }, backend }) => {
    if (!areFloats({ dy, y })) return undefined;
    const output = backend.newTensor(dy.shape, 'float32');
    const pointers = [dy, y, output].map(address(backend));
    overElements(backend, 'reluGradient', dy.shape, (at, length) => [...pointers.map(at), length]);
    return output;
  }),
};

/** For each element, about: as fast as the memory, with up to seven tensors. */
const NANOSECONDS = 1;

const ADAM_TENSORS = ['gradient', 'firstMoment', 'secondMoment', 'parameter'] as const;
const ADAM_NUMBERS = ['learningRate', 'correction1', 'correction2'] as const;

/** What reads one parameter, as what reads several: the names of these are numbered. */
function numbered(inputs: NamedInputs): NamedInputs {
  return { ...inputs, ...Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [`${name} 0`, tensor])) };
}

/** @param apply whether the change is added to the parameters, or given as it is */
function adam(
  { inputs, attrs, backend }: KernelCall<NamedInputs, AdamStepAttributes>,
  apply: 0 | 1,
): TensorInfo[] | undefined {
  if (!areFloats(inputs)) return undefined;
  const { beta1, beta2, epsilon, weightDecays } = attrs;
  const numbers = ADAM_NUMBERS.map((name) => backend.pointer(inputs[name]!));
  const rates = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon];
  const outputs: TensorInfo[] = [];
  const steps = weightDecays.map((weightDecay, i) => {
    const read = ADAM_TENSORS.map((name) => inputs[`${name} ${i}`]!);
    const { shape } = read[0]!;
    const written = [0, 1, 2].map(() => backend.newTensor(shape, 'float32'));
    outputs.push(...written);
    const [sources, targets] = [read.map(address(backend)), written.map(address(backend))];
    const args = (from: number, length: number): number[] => {
      const at = (pointer: number): number => pointer + from * 4;
      return [...sources.map(at), ...numbers, ...targets.map(at), length, ...rates, weightDecay, apply];
    };
    return { extent: util.sizeFromShape(shape), args };
  });
  stepAll(backend, 'adamUpdate', steps);
  return outputs;
}

/** @param apply as above */
function sgd(
  { inputs, attrs: { momentum, nesterov, weightDecays }, backend }: KernelCall<NamedInputs, SgdStepAttributes>,
  apply: 0 | 1,
): TensorInfo[] | undefined {
  if (!areFloats(inputs)) return undefined;
  const outputs: TensorInfo[] = [];
  const output = (shape: number[]): number => {
    const info = backend.newTensor(shape, 'float32');
    outputs.push(info);
    return backend.pointer(info);
  };
  const rate = backend.pointer(inputs.learningRate!);
  const steps = weightDecays.map((weightDecay, i) => {
    const { shape } = inputs[`gradient ${i}`]!;
    const velocity = inputs[`velocity ${i}`];
    const [gradient, parameter] = [`gradient ${i}`, `parameter ${i}`].map((name) => backend.pointer(inputs[name]!));
    const [before, target] = [velocity === undefined ? 0 : backend.pointer(velocity), output(shape)];
    const after = velocity === undefined ? 0 : output(shape);
    const args = (from: number, length: number): number[] => {
      const at = (pointer: number): number => (pointer === 0 ? 0 : pointer + from * 4);
      return [
        ...[at(gradient!), at(before), at(parameter!), rate, at(target), at(after), length],
        ...[momentum, nesterov ? 1 : 0, weightDecay, apply],
      ];
    };
    return { extent: util.sizeFromShape(shape), args };
  });
  stepAll(backend, 'sgdUpdate', steps);
  return outputs;
}

/** All parameters in one job, as if they were one: pieces of the same size, of a part of one or of several. */
function stepAll(
  { threads }: WasmBackend,
  kernel: 'adamUpdate' | 'sgdUpdate',
  steps: readonly { readonly extent: number; readonly args: (from: number, length: number) => number[] }[],
): void {
  let total = 0;
  const starts = steps.map(({ extent }) => {
    const start = total;
    total += Math.ceil(extent / LINE_FLOATS) * LINE_FLOATS;
    return start;
  });
  const parts = threads.cut(total, { unit: LINE_FLOATS, cost: total * NANOSECONDS }).map(({ from, length }) =>
    steps.flatMap(({ extent, args }, i): Call[] => {
      const first = Math.max(0, from - starts[i]!);
      const end = Math.min(extent, from + length - starts[i]!);
      return first < end ? [{ kernel, args: args(first, end - first) }] : [];
    }),
  );
  threads.run(parts);
}

function address(backend: WasmBackend): (tensor: TensorInfo) => number {
  return (tensor) => backend.pointer(tensor);
}

/**
 * Runs a kernel over the elements of a shape, in pieces.
 *
 * @param argsOf gets a function that moves an address to the piece, and the length of the piece
 */
function overElements(
  { threads }: WasmBackend,
  kernel: 'dropout' | 'reluGradient',
  shape: number[],
  argsOf: (at: (pointer: number) => number, length: number) => readonly number[],
): void {
  const extent = util.sizeFromShape(shape);
  threads.over(kernel, {
    extent,
    unit: LINE_FLOATS,
    cost: extent * NANOSECONDS,
    args: (from, length) => argsOf((pointer) => pointer + from * 4, length),
  });
}
