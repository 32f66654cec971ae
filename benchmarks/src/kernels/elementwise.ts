import { bools, floats, ints, type KernelCase, twoSizes } from './kernel-case.js';

const SIZES = [[1024], [1024, 1024]] as const;

/** With the range of x where not all numbers will do. */
const unary: Readonly<Record<string, readonly [low: number, high: number]>> = {
  Abs: [-1, 1],
  Acos: [-1, 1],
  Acosh: [1, 5],
  Asin: [-1, 1],
  Asinh: [-5, 5],
  Atan: [-5, 5],
  Atanh: [-0.9, 0.9],
  Ceil: [-9, 9],
  Cos: [-9, 9],
  Cosh: [-3, 3],
  Elu: [-3, 3],
  Erf: [-3, 3],
  Exp: [-9, 9],
  Expm1: [-3, 3],
  Floor: [-9, 9],
  Identity: [-1, 1],
  IsFinite: [-1, 1],
  IsInf: [-1, 1],
  IsNan: [-1, 1],
  Log: [0.1, 9],
  Log1p: [-0.9, 9],
  Neg: [-1, 1],
  OnesLike: [-1, 1],
  Reciprocal: [1, 5],
  Relu: [-1, 1],
  Relu6: [-9, 9],
  Round: [-9, 9],
  Rsqrt: [0.1, 9],
  Selu: [-3, 3],
  Sigmoid: [-9, 9],
  Sign: [-1, 1],
  Sin: [-9, 9],
  Sinh: [-3, 3],
  Softplus: [-9, 9],
  Sqrt: [0, 9],
  Square: [-3, 3],
  Tan: [-1, 1],
  Tanh: [-5, 5],
  ZerosLike: [-1, 1],
};

const unaryWithAttrs = {
  Cast: { dtype: 'int32' },
  ClipByValue: { clipValueMin: -0.5, clipValueMax: 0.5 },
  LeakyRelu: { alpha: 0.2 },
  Step: { alpha: 0 },
};

const binary = [
  'Add',
  'Atan2',
  'Equal',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'Maximum',
  'Minimum',
  'Multiply',
  'NotEqual',
  'SquaredDifference',
  'Sub',
];

export const elementwise: readonly KernelCase[] = [
  ...Object.entries(unary).flatMap(([kernel, [low, high]]) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { x: floats(shape, low, high) } })),
  ),
  ...Object.entries(unaryWithAttrs).flatMap(([kernel, attrs]) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { x: floats(shape, -3, 3) }, attrs })),
  ),
  ...binary.flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { a: floats(shape), b: floats(shape) } })),
  ),
  ...['RealDiv', 'Mod', 'FloorDiv', 'Pow'].flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { a: floats(shape, 0.5, 5), b: floats(shape, 1, 3) } })),
  ),
  ...['Add', 'Multiply'].flatMap((kernel) =>
    twoSizes(kernel, [32, 1024], (n) => ({ inputs: { a: floats([n, n]), b: floats([n]) } }), `${kernel} a row to each`),
  ),
  ...['LogicalAnd', 'LogicalOr', 'LogicalXor'].flatMap((kernel) =>
    twoSizes(kernel, SIZES, (shape) => ({ inputs: { a: bools(shape), b: bools(shape) } })),
  ),
  ...twoSizes('LogicalNot', SIZES, (shape) => ({ inputs: { x: bools(shape) } })),
  ...twoSizes('BitwiseAnd', SIZES, (shape) => ({ inputs: { a: ints(shape, 99), b: ints(shape, 99) } })),
  ...twoSizes('AddN', SIZES, (shape) => ({ inputs: { 0: floats(shape), 1: floats(shape), 2: floats(shape) } })),
  ...twoSizes('Prelu', SIZES, (shape) => ({ inputs: { x: floats(shape), alpha: floats(shape) } })),
  ...twoSizes('EluGrad', SIZES, (shape) => ({ inputs: { dy: floats(shape), y: floats(shape) } })),
  ...twoSizes('Select', SIZES, (shape) => ({
    inputs: { condition: bools(shape), t: floats(shape), e: floats(shape) },
  })),
];
