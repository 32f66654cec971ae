import { ArgumentError, assertShape, type NamedTensors, sameShape } from '@neurite/core';
import { defineOperation, type Operation } from '@neurite/core/operation';
import {
  abs,
  add,
  clone,
  div,
  greater,
  maximum,
  minimum,
  mul,
  type Scalar,
  sqrt,
  sub,
  Tensor,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * One operation on elements; its result is rounded to float32. `whereGreater` has four operands, `a`, `b`, `x`, `y`, and is
 * x where a > b, else y.
 */
export type ElementwiseOperator =
  | 'abs'
  | 'add'
  | 'div'
  | 'maximum'
  | 'minimum'
  | 'mul'
  | 'sqrt'
  | 'sub'
  | 'whereGreater';

/** An operator, and the registers of its operands. */
export type ElementwiseInstruction = readonly [operator: ElementwiseOperator, ...operands: number[]];

/**
 * A straight line of elementwise operations, the same for all parameters. Its registers are, in this order: the tensors,
 * the scalars, the constants, and the results of the instructions.
 */
export type ElementwiseProgram = {
  /** What each parameter has a tensor of, at least one, e.g. `gradient`, `parameter`, `velocity`. */
  readonly tensors: readonly string[];
  /** Numbers that change from step to step and are the same for all parameters. */
  readonly scalars: readonly string[];
  /** How many numbers there are that never change; each parameter has its own. */
  readonly constants: number;
  readonly instructions: readonly ElementwiseInstruction[];
  /** The registers that are results. */
  readonly outputs: readonly number[];
};

/** What a program runs on, parameter by parameter; nothing of it is changed or disposed. */
export type ElementwiseStepInputs = {
  /** By the names of the program's tensors, one tensor for each parameter; those of one parameter have one shape. */
  readonly tensors: Readonly<Record<string, readonly Tensor[]>>;
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** A list for each parameter, of as many as the program has. */
  readonly constants: readonly (readonly number[])[];
};

type Value = Tensor | number;
type Operands = [Value, Value, Value, Value]; // as many as it takes

const operators: Readonly<Record<ElementwiseOperator, (...operands: Operands) => Tensor>> = {
  abs,
  add,
  div,
  maximum,
  minimum,
  mul,
  sqrt,
  sub,
  whereGreater: (a, b, x, y) => where(greater(a, b), x, y),
};

type Attrs = { readonly program: ElementwiseProgram; readonly constants: readonly (readonly number[])[] };

/**
 * The kernel `ElementwiseStep`, see `elementwiseStep`. Inputs are the scalars by their names, and of the i-th parameter
 * `<tensor> i` for each of the program's tensors, see `numberedInput`. Outputs are those of the first parameter, then of
 * the second, and so on. A kernel may turn denormal results into 0.
 */
export const elementwiseStepOperation: Operation<NamedTensors, Attrs, Tensor[]> = defineOperation({
  name: 'ElementwiseStep',
  compose: (inputs: NamedTensors, { program, constants }: Attrs) =>
    constants.flatMap((own, i) =>
      tidy(() => {
        const tensors = program.tensors.map((name) => inputs[numberedInput(name, i)]!);
        const registers: Value[] = [...tensors, ...program.scalars.map((name) => inputs[name]!), ...own];
        for (const [operator, ...operands] of program.instructions) {
          const values = operands.map((register) => registers[register]) as Operands; // all before it
          registers.push(operators[operator](...values));
        }
        return program.outputs.map((register) => whole(registers[register]!, tensors[0]!));
      }),
    ),
});

/** A new tensor, also of a number that is the same for all elements. */
function whole(value: Value, like: Tensor): Tensor {
  return value instanceof Tensor && sameShape(value.shape, like.shape) ? clone(value) : add(zerosLike(like), value);
}

/**
 * Runs a program of elementwise operations over all parameters at once: one kernel where the backend has one, else the
 * operations one by one. With it an optimizer is one pass over the memory, whatever its formula.
 *
 * @returns for each of the program's outputs a tensor of each parameter; the caller owns them
 * @throws ArgumentError when there is not one tensor for each list of constants, or not as many constants as the program has
 * @throws ShapeError when the tensors of a parameter differ in their shapes
 * @example
 * const descent: ElementwiseProgram = {
 *   tensors: ['gradient', 'parameter'], // registers 0 and 1
 *   scalars: ['learningRate'], // register 2
 *   constants: 0,
 *   instructions: [
 *     ['mul', 0, 2], // register 3
 *     ['sub', 1, 3], // register 4
 *   ],
 *   outputs: [4],
 * };
 * const [next] = elementwiseStep(descent, {
 *   tensors: { gradient: [tensor1d([1, -1])], parameter: [tensor1d([1, 2])] },
 *   scalars: { learningRate: scalar(0.1) },
 *   constants: [[]],
 * }); // [0.9, 2.1] of the only parameter
 */
export function elementwiseStep(
  program: ElementwiseProgram,
  { tensors, scalars, constants }: ElementwiseStepInputs,
): Tensor[][] {
  const inputs: Record<string, Tensor> = {};
  for (const name of program.scalars) inputs[name] = scalars[name]!;
  let first: readonly Tensor[] | undefined;
  for (const name of program.tensors) {
    const own = tensors[name] ?? [];
    first ??= own;
    assertLength(`tensors.${name}`, own.length, constants.length);
    for (const [i, tensor] of own.entries()) {
      const input = numberedInput(name, i);
      assertShape('elementwiseStep', input, tensor.shape, first[i]!.shape);
      inputs[input] = tensor;
    }
  }
  for (const [i, own] of constants.entries()) assertLength(`constants[${i}]`, own.length, program.constants);
  const outputs = elementwiseStepOperation(inputs, { program, constants });
  return program.outputs.map((_, o) => constants.map((_own, i) => outputs[program.outputs.length * i + o]!));
}

function assertLength(argument: string, length: number, expected: number): void {
  if (length === expected) return;
  throw new ArgumentError({
    where: 'elementwiseStep',
    argument,
    expected: `have ${expected} element${expected === 1 ? '' : 's'}`,
    received: String(length),
  });
}

const names = new Map<string, string[]>();

/** The name of the i-th parameter's tensor among the inputs of the kernel: `gradient 0`. Each is made once. */
export function numberedInput(tensor: string, i: number): string {
  let known = names.get(tensor);
  if (known === undefined) {
    known = [];
    names.set(tensor, known);
  }
  known[i] ??= `${tensor} ${i}`;
  return known[i];
}
