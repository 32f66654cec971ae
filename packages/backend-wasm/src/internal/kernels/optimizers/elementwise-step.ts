import { ArgumentError, assertShape } from '@neurite/core';
import { type ElementwiseProgram, numberedInput } from '@neurite/ops';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { unsuitable } from '../../checks.js';
import { FLOAT, type KernelTable, operationKernel, takes } from '../../kernel.js';
import type { Signature } from '../../signature.js';
import { LINE_FLOATS, type Part } from '../../threads.js';
import { elementwiseModule } from './elementwise-module.js';

type Inputs = Readonly<Record<string, TensorInfo>>;
type Attributes = { readonly program: ElementwiseProgram; readonly constants: readonly (readonly number[])[] };

/** For each element, about: limited by the memory, with up to seven tensors. */
const NANOSECONDS = 1;

/** Which inputs there are, and of which shapes, a program says. */
const PROGRAM: Signature = (where, _, { program, constants }) => {
  const { tensors, scalars, instructions, outputs } = (program ?? {}) as Readonly<Record<string, unknown>>;
  if (![tensors, scalars, instructions, outputs].every(Array.isArray)) {
    throw unsuitable(where, 'program', 'have tensors, scalars, instructions and outputs', program);
  }
  if (!Array.isArray(constants) || !constants.every(Array.isArray)) {
    throw unsuitable(where, 'constants', 'be a list of numbers for each parameter', constants);
  }
};

/** A program over the elements of all parameters. Each program is compiled once. */
export const elementwiseStepKernels: KernelTable = {
  ElementwiseStep: operationKernel(
    PROGRAM,
    takes<Inputs, Attributes>(FLOAT, ({ inputs, attrs: { program, constants }, backend }) => {
      const { threads } = backend;
      const kernel = threads.generated(textOf(program), (shared) => elementwiseModule(program, shared));
      const scalars = program.scalars.map((name) => backend.pointer(inputOf(inputs, name, [])));
      const results: TensorInfo[] = [];
      // All parameters in one job, as if they were one tensor: a piece is a part of one or of several.
      let total = 0;
      const rows = constants.map((own, i) => {
        if (own.length !== program.constants) {
          throw refused(`constants[${i}]`, `have ${program.constants} elements`, String(own.length));
        }
        const [first] = program.tensors;
        const { shape } = inputOf(inputs, numberedInput(first!, i)); // a program has at least one
        const pointers = program.tensors.map((name) => backend.pointer(inputOf(inputs, numberedInput(name, i), shape)));
        for (const _ of program.outputs) {
          const result = backend.newTensor(shape);
          results.push(result);
          pointers.push(backend.pointer(result));
        }
        const row = { start: total, extent: util.sizeFromShape(shape), pointers, numbers: [...scalars, ...own] };
        total += Math.ceil(row.extent / LINE_FLOATS) * LINE_FLOATS;
        return row;
      });
      const parts = threads
        .cut(total, { unit: LINE_FLOATS, cost: total * NANOSECONDS })
        .map(({ from, length }): Part => {
          return (kernels) => {
            for (const { start, extent, pointers, numbers } of rows) {
              const first = Math.max(0, from - start);
              const end = Math.min(extent, from + length - start);
              if (first >= end) continue;
              const addresses = pointers.map((pointer) => offset(pointer, first));
              kernels.generated(kernel, [...addresses, ...numbers, end - first]);
            }
          };
        });
      threads.run(parts);
      return results;
    }),
  ),
};

/** Programs as text, worked out once. */
const texts: WeakMap<ElementwiseProgram, string> = new WeakMap();

function textOf(program: ElementwiseProgram): string {
  const known = texts.get(program) ?? JSON.stringify(program);
  texts.set(program, known);
  return known;
}

/** @throws ArgumentError when it is missing, ShapeError when it has another shape */
function inputOf(inputs: Inputs, name: string, shape?: readonly number[]): TensorInfo {
  const input = inputs[name];
  if (input === undefined) throw refused('inputs', `have \`${name}\``, Object.keys(inputs).join(', ') || 'none');
  if (shape !== undefined) assertShape('ElementwiseStep', name, input.shape, shape);
  return input;
}

function refused(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ where: 'ElementwiseStep', argument, expected, received });
}
