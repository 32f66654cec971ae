import {
  type ElementwiseOperator,
  type ElementwiseProgram,
  elementwiseStepOperation,
  numberedInput,
} from '@neurite/ops';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Elementwise } from '../../shader.js';
import { type FusedKernel, fusedKernel } from '../fused-kernel.js';

type Attrs = { readonly program: ElementwiseProgram; readonly constants: readonly (readonly number[])[] };

/** An operator as a formula, and of numbers. */
type Operator = {
  readonly formula: (a: string, b: string, x: string, y: string) => string;
  readonly value: (a: number, b: number, x: number, y: number) => number;
};

const operators: Readonly<Record<ElementwiseOperator, Operator>> = {
  abs: { formula: (a) => `abs(${a})`, value: (a) => Math.abs(a) },
  add: { formula: (a, b) => `${a} + ${b}`, value: (a, b) => a + b },
  div: { formula: (a, b) => `${a} / ${b}`, value: (a, b) => a / b },
  maximum: { formula: (a, b) => `largerOf(${a}, ${b})`, value: (a, b) => Math.max(a, b) },
  minimum: { formula: (a, b) => `smallerOf(${a}, ${b})`, value: (a, b) => Math.min(a, b) },
  mul: { formula: (a, b) => `${a} * ${b}`, value: (a, b) => a * b },
  sqrt: { formula: (a) => `sqrt(${a})`, value: (a) => Math.sqrt(a) },
  sub: { formula: (a, b) => `${a} - ${b}`, value: (a, b) => a - b },
  whereGreater: {
    formula: (a, b, x, y) => `whereGreater(${a}, ${b}, ${x}, ${y})`,
    value: (a, b, x, y) => (a > b ? x : y),
  },
};

/** What computes one output of a program: registers by their numbers, and the shader without its inputs. */
type OutputShader = Pick<Elementwise, 'name' | 'steps' | 'formula'> & {
  readonly tensors: readonly number[];
  readonly numbers: readonly number[];
};

/** A shader for each output of each parameter, instead of one for each instruction. */
export const elementwiseStep: FusedKernel = fusedKernel<string, Attrs>(
  elementwiseStepOperation,
  (target, inputs, { program, constants }) => {
    const scalars: number[] = [];
    for (const name of program.scalars) {
      const value = target.hostNumber(inputs[name]!);
      if (value === undefined) return undefined;
      scalars.push(value);
    }
    const shaders = shadersOf(program);
    const numbers = constants.map((own) => [...scalars, ...own]);
    // A shader needs a tensor for its shape, and elementwise shaders must keep zeros.
    if (shaders.some(({ tensors }) => tensors.length === 0)) return undefined;
    if (!numbers.every((own) => keepsZeros(program, own))) return undefined;
    return numbers.flatMap((own, i) =>
      shaders.map(({ tensors, numbers: used, ...shader }): TensorInfo => {
        const read = tensors.map((r) => [`r${r}`, inputs[numberedInput(program.tensors[r]!, i)]!] as const);
        const given = used.map((r) => [`c${r}`, own[r - program.tensors.length]!] as const);
        return target.elementwise({
          ...shader,
          inputs: Object.fromEntries(read),
          constants: Object.fromEntries(given),
        });
      }),
    );
  },
);

const known: WeakMap<ElementwiseProgram, readonly OutputShader[]> = new WeakMap();

function shadersOf(program: ElementwiseProgram): readonly OutputShader[] {
  const found = known.get(program) ?? program.outputs.map((output) => shaderOf(program, output));
  known.set(program, found);
  return found;
}

function shaderOf({ tensors, scalars, constants, instructions }: ElementwiseProgram, output: number): OutputShader {
  const given = tensors.length + scalars.length + constants;
  const needed = new Set([output]);
  // Operands have lower numbers than results, so that one pass from the end finds them all.
  for (let register = given + instructions.length - 1; register >= given; register--) {
    const [, ...operands] = instructions[register - given]!;
    if (needed.has(register)) for (const operand of operands) needed.add(operand);
  }
  const registers = [...needed].sort((a, b) => a - b);
  const numbers = registers.filter((register) => register >= tensors.length && register < given);
  const results = registers.filter((register) => register >= given);
  const steps = [
    ...numbers.map((register) => [`r${register}`, `spread(c${register})`] as const),
    ...results.map((register) => {
      const [operator, ...operands] = instructions[register - given]!;
      const [a = '', b = '', x = '', y = ''] = operands.map((operand) => `r${operand}`);
      return [`r${register}`, operators[operator].formula(a, b, x, y)] as const;
    }),
  ];
  return {
    // The same name only for the same shader.
    name: `ElementwiseStep ${tensors.length} ${steps.map(([name, formula]) => `${name}=${formula}`).join(';')} r${output}`,
    steps,
    formula: `r${output}`,
    tensors: registers.filter((register) => register < tensors.length),
    numbers,
  };
}

/** @param numbers the scalars and the constants */
function keepsZeros({ tensors, instructions, outputs }: ElementwiseProgram, numbers: readonly number[]): boolean {
  const registers = [...tensors.map(() => 0), ...numbers];
  for (const [operator, ...operands] of instructions) {
    const [a = 0, b = 0, x = 0, y = 0] = operands.map((operand) => registers[operand]!);
    registers.push(operators[operator].value(a, b, x, y));
  }
  return outputs.every((output) => registers[output] === 0);
}
