import { ArgumentError, ShapeError } from '@neurite/core';
import { draw, expectError, expectNoLeak, expectNoReads, onEachBackend, onLastBackend } from '@neurite/testing';
import { abs, dispose, ones, type Scalar, scalar, type Tensor, tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type ElementwiseOperator,
  type ElementwiseProgram,
  elementwiseStep,
  elementwiseStepOperation,
  numberedInput,
} from '../../src/index.js';

const none = { scalars: {}, constants: [[]] };

/** A program of one operator on as many tensors as it takes. */
function one(operator: ElementwiseOperator, ...tensors: string[]): ElementwiseProgram {
  const operands = tensors.map((_, i) => i);
  return { tensors, scalars: [], constants: 0, instructions: [[operator, ...operands]], outputs: [tensors.length] };
}

const numbers: Readonly<Record<ElementwiseOperator, (a: number, b: number, x: number, y: number) => number>> = {
  abs: (a) => Math.abs(a),
  add: (a, b) => a + b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  mul: (a, b) => a * b,
  sqrt: (a) => Math.sqrt(a),
  sub: (a, b) => a - b,
  whereGreater: (a, b, x, y) => (a > b ? x : y),
};

/** Adam with weight decay: registers 0–3 are tensors, 4–6 scalars, 7–11 constants. */
const adam: ElementwiseProgram = {
  tensors: ['gradient', 'firstMoment', 'secondMoment', 'parameter'],
  scalars: ['correction', 'epsilon', 'rate'],
  constants: 5,
  instructions: [
    ['mul', 1, 7],
    ['mul', 0, 8],
    ['add', 12, 13],
    ['mul', 2, 9],
    ['mul', 0, 0],
    ['mul', 16, 10],
    ['add', 15, 17],
    ['mul', 14, 4],
    ['sqrt', 18],
    ['add', 20, 5],
    ['div', 19, 21],
    ['mul', 3, 11],
    ['add', 22, 23],
    ['mul', 24, 6],
    ['add', 3, 25],
  ],
  outputs: [26, 14, 18],
};
const shapes = [[5], [], [0], [2, 4], [3, 1, 43], [16], [17]];

type Inputs = {
  readonly tensors: Record<'gradient' | 'firstMoment' | 'secondMoment' | 'parameter', Tensor[]>;
  readonly scalars: Record<'correction' | 'epsilon' | 'rate', Scalar>;
  readonly constants: number[][];
};

function adamInputs(): Inputs {
  const drawn = (of: number): Tensor[] => shapes.map((shape, i) => draw(shape, -of - i, of));
  return {
    tensors: {
      gradient: drawn(1),
      firstMoment: drawn(2),
      secondMoment: drawn(3).map((moment) => abs(moment)),
      parameter: drawn(4),
    },
    scalars: { correction: scalar(0.2), epsilon: scalar(1e-8), rate: scalar(-0.1) },
    constants: shapes.map((_, i) => [0.9, 1 - 0.9, 0.999, 1 - 0.999, i % 2 === 0 ? 0 : 0.1 * i]),
  };
}

/** The program for one element, each result rounded to float32. */
function interpret(program: ElementwiseProgram, given: readonly number[]): number[] {
  const registers = given.map(Math.fround);
  for (const [operator, ...operands] of program.instructions) {
    const [a = 0, b = 0, x = 0, y = 0] = operands.map((register) => registers[register]!);
    registers.push(Math.fround(numbers[operator](a, b, x, y)));
  }
  return program.outputs.map((register) => registers[register]!);
}

async function valuesOf(value: Tensor): Promise<number[]> {
  return [...(await value.data())];
}

describe('elementwiseStep', () => {
  onEachBackend(() => {
    it.each(Object.keys(numbers) as ElementwiseOperator[])('%s of each element', async (operator) => {
      const values = [
        [1, -2, 0.5, Number.NaN, 3, Number.POSITIVE_INFINITY, -7.25, 0, 2 ** -9],
        [-1, -2, 4, 2, Number.NaN, 1, 0.125, 2, 1e3],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [-1, -2, -3, -4, -5, -6, -7, -8, Number.NaN],
      ] as const;
      const names = ['a', 'b', 'x', 'y'].slice(0, numbers[operator].length);
      const tensors = Object.fromEntries(names.map((name, i) => [name, [tensor1d([...values[i]!])]]));
      const [results] = elementwiseStep(one(operator, ...names), { tensors, ...none });
      const [as, bs, xs, ys] = values;
      const expected = as.map((a, i) => Math.fround(numbers[operator](a, bs[i]!, xs[i]!, ys[i]!)));
      expect(await valuesOf(results![0]!)).toEqual(expected);
    });

    it('is the same bits as number by number, for parameters of all shapes', async () => {
      const inputs = adamInputs();
      const results = elementwiseStep(adam, inputs);
      const { correction, epsilon, rate } = inputs.scalars;
      const scalars = (await Promise.all([correction, epsilon, rate].map(valuesOf))).flat();
      const { gradient, firstMoment, secondMoment, parameter } = inputs.tensors;
      for (const [i, shape] of shapes.entries()) {
        const given = await Promise.all(
          [gradient, firstMoment, secondMoment, parameter].map((tensors) => valuesOf(tensors[i]!)),
        );
        const expected = given[0]!.map((_, j) =>
          interpret(adam, [...given.map((values) => values[j]!), ...scalars, ...inputs.constants[i]!]),
        );
        for (const [o, result] of results.entries()) {
          expect(result[i]!.shape).toEqual(shape);
          expect(await valuesOf(result[i]!), `output ${o} of [${shape}]`).toEqual(expected.map((each) => each[o]));
        }
      }
    });

    it('gives whole new tensors, also of what is given and of numbers', async () => {
      const x = tensor1d([1, 2, 3]);
      const program: ElementwiseProgram = {
        tensors: ['x'],
        scalars: ['s'],
        constants: 1,
        instructions: [
          ['mul', 1, 2],
          ['add', 0, 0],
        ],
        outputs: [0, 0, 1, 2, 3, 4, 4],
      };
      const results = elementwiseStep(program, { tensors: { x: [x] }, scalars: { s: scalar(4) }, constants: [[5]] });
      const made = results.flat();
      expect(await Promise.all(made.map(valuesOf))).toEqual([
        [1, 2, 3],
        [1, 2, 3],
        [4, 4, 4],
        [5, 5, 5],
        [20, 20, 20],
        [2, 4, 6],
        [2, 4, 6],
      ]);
      expect(new Set([x, ...made]).size).toBe(8);
      x.dispose();
      expect(await valuesOf(made[0]!)).toEqual([1, 2, 3]);
    });

    it('reads nothing and leaves nothing', async () => {
      const inputs = adamInputs();
      await expectNoLeak(() => expectNoReads(() => elementwiseStep(adam, inputs)));
      await expectNoLeak(() => elementwiseStep(one('abs', 'x'), { tensors: { x: [] }, scalars: {}, constants: [] }));
    });

    it('refuses tensors and constants that do not fit', async () => {
      const [a, b] = [[ones([2])], [zeros([3])]];
      await expectError(
        () => elementwiseStep(one('add', 'a', 'b'), { tensors: { a, b }, ...none }),
        ShapeError,
        'elementwiseStep: `b 0` must have shape [2]; received [3].',
      );
      await expectError(
        () => elementwiseStep(one('add', 'a', 'b'), { tensors: { a }, ...none }),
        ArgumentError,
        'elementwiseStep: `tensors.b` must have 1 element; received 0.',
      );
      await expectError(
        () => elementwiseStep(one('abs', 'a'), { tensors: { a }, scalars: {}, constants: [[1, 2]] }),
        ArgumentError,
        'elementwiseStep: `constants[0]` must have 0 elements; received 2.',
      );
    });
  });

  onLastBackend(() => {
    it('is what it is composed of, to the bit, at 10⁶ elements', async () => {
      const count = 1_000_003;
      const filled = (factor: number): Tensor =>
        tensor(Float32Array.from({ length: count }, (_, i) => ((i * factor) % 1009) / 500 - 1));
      const { scalars } = adamInputs();
      const constants = [[0.9, 0.1, 0.999, 0.001, 0.01]];
      const one = {
        gradient: filled(7),
        firstMoment: filled(11),
        secondMoment: abs(filled(17)),
        parameter: filled(13),
      };
      const entries = Object.entries(one);
      const tensors = Object.fromEntries(entries.map(([name, value]) => [name, [value]]));
      const results = elementwiseStep(adam, { tensors, scalars, constants });
      const named = Object.fromEntries(entries.map(([name, value]) => [numberedInput(name, 0), value]));
      const composed = elementwiseStepOperation.compose({ ...named, ...scalars }, { program: adam, constants });
      for (const [o, expected] of composed.entries()) {
        const [a, b] = await Promise.all([results[o]![0]!.data(), expected.data()]);
        expect(a.findIndex((value, i) => value !== b[i])).toBe(-1);
      }
      dispose([Object.values(one), results, composed]);
    });
  });
});
