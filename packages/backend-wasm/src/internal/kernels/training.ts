import type { DropoutOptions } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { areFloats, type KernelCall, type KernelTable, ownKernel } from '../kernel.js';
import type { Kernel } from '../run-parts.js';
import { type Call, LINE_FLOATS } from '../threads.js';

type AdamInputs = Readonly<
  Record<
    'gradient' | 'firstMoment' | 'secondMoment' | 'parameter' | 'learningRate' | 'correction1' | 'correction2',
    TensorInfo
  >
>;
type AdamAttributes = Readonly<Record<'beta1' | 'beta2' | 'epsilon' | 'weightDecay', number>>;
type AdamStepAttributes = Omit<AdamAttributes, 'weightDecay'> & { readonly weightDecays: readonly number[] };
type SgdStepAttributes = {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecays: readonly number[];
};
type NamedInputs = Readonly<Record<string, TensorInfo>>;
type SgdInputs = Readonly<Record<'gradient' | 'velocity' | 'learningRate', TensorInfo>>;

/** The operations of core that a train step is made of besides products: one pass over the numbers each. */
export const trainingKernels: KernelTable = {
  AdamUpdate: ownKernel<AdamInputs, AdamAttributes>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { shape } = inputs.gradient;
    const outputs = [0, 1, 2].map(() => backend.newTensor(shape, 'float32'));
    const [update, firstMoment, secondMoment] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    const { beta1, beta2, epsilon, weightDecay } = attrs;
    const read = [inputs.gradient, inputs.firstMoment, inputs.secondMoment, inputs.parameter].map(address(backend));
    const numbers = [inputs.learningRate, inputs.correction1, inputs.correction2].map(address(backend));
    const written = [update, firstMoment, secondMoment].map(address(backend));
    const rates = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon, weightDecay, 0];
    overElements(backend, 'adamUpdate', shape, (at, length) => [
      ...read.map(at),
      ...numbers,
      ...written.map(at),
      length,
      ...rates,
    ]);
    return outputs;
  }),
  AdamStep: ownKernel(adamStep),
  SgdStep: ownKernel(sgdStep),
  SgdUpdate: ownKernel<SgdInputs, { momentum: number; nesterov: boolean }>(({ inputs, attrs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { shape } = inputs.gradient;
    const update = backend.newTensor(shape, 'float32');
    const velocity = backend.newTensor(shape, 'float32');
    const [gradient, before, rate, change, after] = [
      ...[inputs.gradient, inputs.velocity, inputs.learningRate, update, velocity].map(address(backend)),
    ] as [number, number, number, number, number]; // of five tensors
    const { momentum, nesterov } = attrs;
    overElements(backend, 'sgdUpdate', shape, (at, length) => [
      ...[
        at(gradient),
        at(before),
        at(gradient),
        rate,
        at(change),
        at(after),
        length,
        momentum,
        nesterov ? 1 : 0,
        0,
        0,
      ],
    ]);
    return [update, velocity];
  }),
  Dropout: ownKernel<{ x: TensorInfo }, DropoutOptions>(({ inputs, attrs: { rate, key }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const output = backend.newTensor(inputs.x.shape, 'float32');
    const pointers = [inputs.x, output].map(address(backend));
    const constants = [...key, Math.ceil(rate * 2 ** 24), 1 / (1 - rate)];
    overElements(backend, 'dropout', output.shape, (at, length) => [
      ...[...pointers.map(at), at(0) / 4, length],
      ...constants,
    ]);
    return output;
  }),
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

function adamStep({ inputs, attrs, backend }: KernelCall<NamedInputs, AdamStepAttributes>): TensorInfo[] | undefined {
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
      return [...sources.map(at), ...numbers, ...targets.map(at), length, ...rates, weightDecay, 1];
    };
    return { extent: util.sizeFromShape(shape), args };
  });
  stepAll(backend, 'adamUpdate', steps);
  return outputs;
}

function sgdStep({
  inputs,
  attrs: { momentum, nesterov, weightDecays },
  backend,
}: KernelCall<NamedInputs, SgdStepAttributes>): TensorInfo[] | undefined {
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
        ...[momentum, nesterov ? 1 : 0, weightDecay, 1],
      ];
    };
    return { extent: util.sizeFromShape(shape), args };
  });
  stepAll(backend, 'sgdUpdate', steps);
  return outputs;
}

/** All parameters in one job: large ones in pieces, small ones together. */
function stepAll(
  { kernels, threads }: WasmBackend,
  kernel: 'adamUpdate' | 'sgdUpdate',
  steps: readonly { readonly extent: number; readonly args: (from: number, length: number) => number[] }[],
): void {
  const cost = steps.reduce((sum, { extent }) => sum + extent * NANOSECONDS, 0);
  if (!threads.pays(cost)) {
    for (const { extent, args } of steps) (kernels[kernel] as Kernel)(...args(0, extent));
    return;
  }
  const parts: Call[][] = [];
  // Neighbours share a part until it is worth a thread.
  let room = 0;
  for (const { extent, args } of steps) {
    for (const { from, length } of threads.cut(extent, { unit: LINE_FLOATS, cost: extent * NANOSECONDS })) {
      if (room <= 0) {
        parts.push([]);
        room = cost / NANOSECONDS / (2 * threads.count);
      }
      parts.at(-1)!.push({ kernel, args: args(from, length) });
      room -= length;
    }
  }
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
  kernel: 'adamUpdate' | 'sgdUpdate' | 'dropout' | 'reluGradient',
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
