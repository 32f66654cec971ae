import type { ElementwiseInstruction, ElementwiseOperator, ElementwiseProgram } from '@neurite/ops';

// The WebAssembly binary format, as far as it is needed.
const [I32, F32, V128, NOTHING] = [0x7f, 0x7d, 0x7b, 0x40];
const i32 = {
  constant: (value: number): number[] => [0x41, value & 0x7f], // −64 … 63
  lessUnsigned: 0x49,
  add: 0x6a,
  subtract: 0x6b,
  and: 0x71,
  shiftLeft: 0x74,
};
/** Those with an operand in memory end with its alignment, as an exponent, and an offset. */
const f32x4 = {
  load: [...vectorOpcode(0x00), 2, 0],
  loadSplat: [...vectorOpcode(0x09), 2, 0],
  store: [...vectorOpcode(0x0b), 2, 0],
  splat: vectorOpcode(0x13),
  less: vectorOpcode(0x43),
  greater: vectorOpcode(0x44),
  and: vectorOpcode(0x4e),
  andNot: vectorOpcode(0x4f),
  choose: vectorOpcode(0x52),
  storeFirst: [...vectorOpcode(0x5a), 2, 0, 0],
  storeThird: [...vectorOpcode(0x5a), 2, 8, 2],
  storeFirstTwo: [...vectorOpcode(0x5b), 2, 0, 0],
};
const operators: Readonly<Record<Exclude<ElementwiseOperator, 'whereGreater'>, readonly number[]>> = {
  abs: vectorOpcode(0xe0),
  sqrt: vectorOpcode(0xe3),
  add: vectorOpcode(0xe4),
  sub: vectorOpcode(0xe5),
  mul: vectorOpcode(0xe6),
  div: vectorOpcode(0xe7),
  minimum: vectorOpcode(0xe8),
  maximum: vectorOpcode(0xe9),
};

/** Spread over a register at run time: a vector that is written down is made anew in each pass of a loop. */
const SMALLEST_NORMAL = [0x43, 0, 0, 0x80, 0, ...f32x4.splat];
const MAGNITUDE = [0x43, 0xff, 0xff, 0xff, 0x7f, ...f32x4.splat];

/**
 * The bytes of a module whose function `run` runs a program over the elements of one parameter, four at a time, with all
 * values between in registers. Denormals of all results but the first are flushed on the way to the memory: moments that
 * fade away would end in them, and then every step costs fifty times as much.
 *
 * `run` takes the addresses of the tensors, of the results and of the scalars, the constants, and the number of elements.
 * It may read past the end of a tensor, but never writes there.
 *
 * @param shared whether the memory that it imports as `env.memory` is shared between threads
 */
export function elementwiseModule(program: ElementwiseProgram, shared: boolean): Uint8Array<ArrayBuffer> {
  const { tensors, scalars, constants, instructions, outputs } = program;
  const addresses = tensors.length + outputs.length + scalars.length;
  const parameters = [...repeated(I32, addresses), ...repeated(F32, constants), I32];
  const vectors = 2 + tensors.length + scalars.length + constants + instructions.length;
  const locals = [2, 3, I32, ...unsigned(vectors), V128];
  const body = [...locals, ...code(program, addresses), END];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...unsigned(parameters.length), ...parameters, 0]),
    // Any memory: from no page on, and if shared, up to the 65,536 that there can be.
    ...section(2, [1, ...text('env'), ...text('memory'), 2, ...(shared ? [3, 0, ...unsigned(65_536)] : [0, 0])]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

const [IF, ELSE, LOOP, BRANCH_IF, END] = [[0x04, NOTHING], [0x05], [0x03, NOTHING], [0x0d, 0], 0x0b];

function code(
  { tensors, scalars, constants, instructions, outputs }: ElementwiseProgram,
  addresses: number,
): readonly number[] {
  // Indices of parameters and locals.
  const count = addresses + constants;
  const [at, end, whole, smallest, magnitude] = [count + 1, count + 2, count + 3, count + 4, count + 5];
  const registers = count + 6;
  const given = tensors.length + scalars.length + constants;
  const address = (index: number): number[] => [...get(index), ...get(at), i32.add];
  const operate = ([operator, ...operands]: ElementwiseInstruction): number[] => {
    const values = operands.map((register) => get(registers + register));
    if (operator !== 'whereGreater') return [...values.flat(), ...operators[operator]];
    const [a, b, x, y] = values as [number[], number[], number[], number[]]; // what it takes
    return [...x, ...y, ...a, ...b, ...f32x4.greater, ...f32x4.choose];
  };
  /** Works out four elements. */
  const four = (store: (address: number[], value: number[]) => number[]): number[] => [
    ...tensors.flatMap((_, i) => [...address(i), ...f32x4.load, ...set(registers + i)]),
    ...instructions.flatMap((instruction, i) => [...operate(instruction), ...set(registers + given + i)]),
    ...outputs.flatMap((register, i) => {
      const value = get(registers + register);
      const small = [...value, ...get(magnitude), ...f32x4.and, ...get(smallest), ...f32x4.less];
      const flushed = i === 0 ? [] : [...value, ...small, ...f32x4.andNot, ...set(registers + register)];
      return [...flushed, ...store(address(tensors.length + i), value)];
    }),
  ];
  const firstScalar = tensors.length + outputs.length;
  return [
    ...[...SMALLEST_NORMAL, ...set(smallest), ...MAGNITUDE, ...set(magnitude)],
    ...scalars.flatMap((_, i) => [...get(firstScalar + i), ...f32x4.loadSplat, ...set(registers + tensors.length + i)]),
    ...repeated(0, constants).flatMap((_, i) => [
      ...[...get(addresses + i), ...f32x4.splat, ...set(registers + tensors.length + scalars.length + i)],
    ]),
    // Distances in bytes.
    ...[...get(count), ...i32.constant(2), i32.shiftLeft, ...set(end)],
    ...[...get(end), ...i32.constant(-16), i32.and, ...set(whole)],
    ...[...get(whole), ...IF, ...LOOP],
    ...four((target, value) => [...target, ...value, ...f32x4.store]),
    ...[...get(at), ...i32.constant(16), i32.add, ...set(at), ...get(at), ...get(whole), i32.lessUnsigned],
    ...[...BRANCH_IF, END, END],
    // One to three elements are left, or none.
    ...[...get(end), ...get(at), i32.subtract, ...set(end), ...get(end), ...IF],
    ...four((target, value) => [
      ...[...get(end), ...i32.constant(8), i32.and, ...IF, ...target, ...value, ...f32x4.storeFirstTwo],
      ...[...get(end), ...i32.constant(4), i32.and, ...IF, ...target, ...value, ...f32x4.storeThird, END],
      ...[...ELSE, ...target, ...value, ...f32x4.storeFirst, END],
    ]),
    END,
  ];
}

function get(local: number): number[] {
  return [0x20, ...unsigned(local)];
}

function set(local: number): number[] {
  return [0x21, ...unsigned(local)];
}

function vectorOpcode(opcode: number): number[] {
  return [0xfd, ...unsigned(opcode)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** A name, of letters alone. */
function text(name: string): number[] {
  return [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function repeated<T>(item: T, times: number): T[] {
  return new Array<T>(times).fill(item);
}
