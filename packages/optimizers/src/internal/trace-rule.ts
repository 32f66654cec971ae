import type { ElementwiseInstruction, ElementwiseOperator, ElementwiseProgram } from '@neurite/ops';
import type { Algebra, AnyRule, PerPath } from '../composition/rule.js';
import { remembered } from './remembered.js';

/** A value while a rule is traced: a constant, a tensor or a scalar by its name, or the result of an instruction. */
type Value = PerPath | { readonly tensor: string } | { readonly scalar: string } | Result;
type Result = { readonly operator: ElementwiseOperator; readonly operands: readonly Value[] };
type Emit = (operator: ElementwiseOperator, ...operands: readonly Value[]) => Value;

/** A rule as a program, and its constants for each parameter. */
export type TracedRule = {
  readonly program: ElementwiseProgram;
  readonly constants: (path: string) => readonly number[];
};

/** What the program of a rule gives first: the next parameter, or what is to be added to it. The slots follow. */
export type FirstOutput = { readonly apply: boolean };

/** Turns a rule into a program. Its tensors are `gradient`, `parameter` and the slots, as far as they are read. */
export function traceRule(rule: AnyRule, { apply }: FirstOutput): TracedRule {
  const { slots = {}, scalars = {}, constants = {} } = rule;
  return traced((e, emit) => {
    const parameter = { tensor: 'parameter' };
    const step = rule.step<Value>(e, {
      gradient: { tensor: 'gradient' },
      parameter,
      slots: mapNames(slots, (tensor) => ({ tensor })),
      scalars: mapNames(scalars, (scalar) => ({ scalar })),
      constants: constants as Readonly<Record<string, number>>, // functions are constants too, as long as nobody looks inside
    });
    const next = Object.keys(slots).map((name) => step.slots![name]!); // a rule returns all of its slots
    return [apply ? emit('add', parameter, step.update) : step.update, ...next];
  });
}

/** Turns the weights to evaluate with into a program of one output; undefined where they are the parameters. */
export function traceEvaluation({ evaluation, slots = {} }: AnyRule): TracedRule | undefined {
  if (evaluation === undefined) return undefined;
  const symbols = { parameter: { tensor: 'parameter' }, slots: mapNames(slots, (tensor) => ({ tensor })) };
  return traced((e) => [evaluation<Value>(e, symbols)]);
}

function traced(outputsOf: (e: Algebra<Value>, emit: Emit) => readonly Value[]): TracedRule {
  const results: Result[] = [];
  const emit: Emit = (operator, ...operands) => {
    const known = folded(operator, operands);
    if (known !== undefined) return known;
    const result = { operator, operands };
    results.push(result);
    return result;
  };
  return numbered(results, outputsOf(algebra(emit), emit));
}

/** Gives each value that is read or returned its register. */
function numbered(results: readonly Result[], outputs: readonly Value[]): TracedRule {
  const read = [...new Set([...results.flatMap(({ operands }) => operands), ...outputs])];
  const tensors = read.filter((value) => typeof value === 'object' && 'tensor' in value);
  const scalars = read.filter((value) => typeof value === 'object' && 'scalar' in value);
  const constants = read.filter((value) => typeof value !== 'object');
  const registers = new Map<Value, number>(
    [...tensors, ...scalars, ...constants, ...results].map((value, i) => [value, i]),
  );
  const registerOf = (value: Value): number => registers.get(value)!; // has all of them
  return {
    program: {
      tensors: tensors.map(({ tensor }) => tensor),
      scalars: scalars.map(({ scalar }) => scalar),
      constants: constants.length,
      instructions: results.map(
        ({ operator, operands }): ElementwiseInstruction => [operator, ...operands.map(registerOf)],
      ),
      outputs: outputs.map(registerOf),
    },
    constants: remembered((path) => constants.map((value) => (typeof value === 'function' ? value(path) : value))),
  };
}

/** What needs no instruction: numbers alone, and what changes nothing. */
function folded(operator: ElementwiseOperator, operands: readonly Value[]): Value | undefined {
  const [a, b = 0] = operands;
  if (typeof a === 'number' && typeof b === 'number') return onNumbers[operator]?.(a, b);
  switch (operator) {
    case 'add':
      return a === 0 ? b : b === 0 ? a : undefined;
    case 'sub':
      return b === 0 ? a : undefined;
    case 'mul':
      return a === 0 || b === 0 ? 0 : a === 1 ? b : b === 1 ? a : undefined;
    case 'div':
      return b === 1 ? a : undefined;
    default:
      return undefined;
  }
}

const onNumbers: { readonly [O in ElementwiseOperator]?: (a: number, b: number) => number } = {
  abs: (a) => Math.abs(a),
  add: (a, b) => a + b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  mul: (a, b) => a * b,
  sqrt: (a) => Math.sqrt(a),
  sub: (a, b) => a - b,
};

function algebra(emit: Emit): Algebra<Value> {
  const binary = (operator: ElementwiseOperator) => (a: Value, b: Value) => emit(operator, a, b);
  const unary = (operator: ElementwiseOperator) => (a: Value) => emit(operator, a);
  const whereGreater = (a: Value, b: Value, x: Value, y: Value): Value => emit('whereGreater', a, b, x, y);
  return {
    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: binary('div'),
    maximum: binary('maximum'),
    minimum: binary('minimum'),
    sqrt: unary('sqrt'),
    square: (a) => emit('mul', a, a),
    abs: unary('abs'),
    // Zero and NaN are neither above nor below 0, and stay as they are.
    sign: (a) => whereGreater(a, 0, 1, whereGreater(0, a, -1, a)),
    whereGreater,
  };
}

function mapNames<V, R>(record: Readonly<Record<string, V>>, f: (name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.keys(record).map((name) => [name, f(name)]));
}
