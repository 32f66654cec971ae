import { add, ones, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { ArgumentError } from '../errors.js';
import { formatShape, sameShape } from '../shape.js';

/** A kernel call that tfjs has recorded. */
export type TapeNode = {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  /** From the gradients by the outputs, null where nothing depends on one; undefined where the kernel has none. */
  readonly gradient?: ((dys: (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>) | undefined;
};

/** A node on the way from the tensors to the value, and those of its inputs that depend on the tensors. */
type Step = { readonly node: TapeNode; readonly inputs: readonly string[] };

/** What a record is gone back from and to. */
export type BackwardOptions = {
  readonly value: Tensor;
  readonly xs: readonly Tensor[];
  /** Called with each index of `xs` and its gradient as soon as nothing is added to it any more. */
  readonly onFinal?: ((index: number, gradient: Tensor) => void) | undefined;
};

/**
 * Goes back through a record.
 *
 * @param tape in the order in which the kernels ran
 * @returns for each of the tensors the gradient of the value, undefined where it does not depend on it
 * @throws ArgumentError when a kernel on the way has no gradient
 */
export function backward(tape: readonly TapeNode[], { value, xs, onFinal }: BackwardOptions): (Tensor | undefined)[] {
  const steps = stepsBetween(tape, xs, value);
  const gradients = new Map<number, Tensor>([[value.id, ones(value.shape)]]);
  const finals = onFinal && firstUses(steps, xs);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { node, inputs } = steps[i]!;
    if (node.gradient === undefined) throw missing(node, 'gradient function not found');
    const byInput = node.gradient(node.outputs.map(({ id }) => gradients.get(id) ?? null));
    for (const name of inputs) {
      const x = node.inputs[name]!;
      const make = byInput[name];
      if (make === undefined) throw missing(node, `there is no gradient by its input ${name}`);
      const dx = tidy(() => make());
      if (dx.dtype !== 'float32' || !sameShape(dx.shape, x.shape)) {
        throw missing(node, `its gradient by ${name} ${formatShape(x.shape)} is ${dx.dtype} ${formatShape(dx.shape)}`);
      }
      const before = gradients.get(x.id);
      gradients.set(x.id, before === undefined ? dx : add(before, dx));
      before?.dispose();
    }
    for (const index of finals?.get(i) ?? []) onFinal!(index, gradients.get(xs[index]!.id)!);
  }
  return xs.map(({ id }) => gradients.get(id));
}

function stepsBetween(tape: readonly TapeNode[], xs: readonly Tensor[], value: Tensor): Step[] {
  const fromXs = new Set(xs.map(({ id }) => id));
  const reached = tape.flatMap((node): Step[] => {
    const inputs = Object.keys(node.inputs).filter((name) => fromXs.has(node.inputs[name]!.id));
    if (inputs.length > 0) for (const { id } of node.outputs) fromXs.add(id);
    return inputs.length > 0 ? [{ node, inputs }] : [];
  });
  const toValue = new Set([value.id]);
  const steps = reached.reverse().filter(({ node, inputs }) => {
    const leads = node.outputs.some(({ id }) => toValue.has(id));
    if (leads) for (const name of inputs) toValue.add(node.inputs[name]!.id);
    return leads;
  });
  return steps.reverse();
}

/** Which of the tensors each step is the first to use. */
function firstUses(steps: readonly Step[], xs: readonly Tensor[]): Map<number, number[]> {
  const first = new Map<number, number>();
  for (const [i, { node, inputs }] of steps.entries()) {
    for (const name of inputs) {
      const { id } = node.inputs[name]!;
      if (!first.has(id)) first.set(id, i);
    }
  }
  const uses = new Map<number, number[]>();
  for (const [index, { id }] of xs.entries()) {
    const i = first.get(id);
    if (i !== undefined) uses.set(i, [...(uses.get(i) ?? []), index]);
  }
  return uses;
}

function missing({ kernelName }: TapeNode, problem: string): ArgumentError {
  return new ArgumentError({ where: `gradient of ${kernelName}`, problem });
}
