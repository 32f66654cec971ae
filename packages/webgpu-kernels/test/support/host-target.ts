import { type DataType, type KernelBackend, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Dialect, Shader, Target } from '../../src/index.js';

/** The parts of tfjs's cpu backend that are used here. */
type Cpu = KernelBackend & {
  readonly data: { get(dataId: object): { readonly values: ArrayLike<number> } };
  makeTensorInfo(shape: number[], dtype: DataType, values: Float32Array): TensorInfo;
};

/** The functions that both shader languages have, or that targets add to them. */
const FUNCTIONS = `
  const { abs, cos, exp, floor, log, max, min, sign, sin, sqrt } = Math;
  const whereAbove = (x, limit, value) => (x > limit ? value : 0);
  const nanWith = (x, value) => (Number.isNaN(x) ? x : value);
  const spread = (x) => x;
  const [largerOf, smallerOf] = [max, min];
  const clamp = (x, low, high) => min(max(x, low), high);
  const whereGreater = (a, b, x, y) => (a > b ? x : y);
  const sigmoid = (x) => 1 / (1 + exp(-x));
  const squash = Math.tanh;
  const errorFunction = (x) => {
    const t = 1 / (1 + 0.3275911 * abs(x));
    const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    return sign(x) * (1 - tail * exp(-x * x));
  };`;

/** Shaders as JavaScript, whose only numbers are float64: what divides integers is not for it. */
const dialect: Dialect = {
  float: 'let',
  int: 'let',
  word: 'let',
  at: (name, row, column, width = 'columns') => `${name}[(${row}) * (${width}) + (${column})]`,
  toFloat: (integer) => integer,
  toInt: (number) => `Math.trunc(${number})`,
  toWord: (number) => number,
  of: (name, index) => `${name}[${index}]`,
};

/** Runs shaders on tfjs's cpu backend, and notes their names. */
export function hostTarget(started: KernelBackend, names: string[]): Target {
  const cpu = started as Cpu; // the backend of this name
  const valuesOf = ({ dataId }: TensorInfo): ArrayLike<number> => cpu.data.get(dataId).values;
  const run = (
    { name, inputs, constants }: Shader,
    {
      shape,
      sizes,
      code,
    }: { readonly shape: readonly number[]; readonly sizes: Readonly<Record<string, number>>; readonly code: string },
  ): TensorInfo => {
    names.push(name);
    const given = {
      ...Object.fromEntries(Object.entries(inputs).map(([key, info]) => [key, valuesOf(info)])),
      ...constants,
      ...sizes,
    };
    const compute = new Function('index', ...Object.keys(given), `${FUNCTIONS}\n${code}`) as (
      ...all: unknown[]
    ) => number; // a number by its last line
    const values = Float32Array.from({ length: util.sizeFromShape([...shape]) }, (_, i) =>
      compute(i, ...Object.values(given)),
    );
    return cpu.makeTensorInfo([...shape], 'float32', values);
  };
  return {
    elementwise: ({ formula, steps = [], vector, ...shader }) => {
      const { shape } = Object.values(shader.inputs)[0]!;
      const elements = Object.keys(shader.inputs).map(
        (name) => `${name} = ${name}[${name === vector ? 'index % columns' : 'index'}];`,
      );
      return run(shader, {
        shape,
        sizes: { columns: shape.at(-1) ?? 1 },
        code: `${elements.join(' ')} ${steps.map(([name, step]) => `const ${name} = ${step};`).join(' ')} return ${formula};`,
      });
    },
    rows: ({ outputShape, body, ...shader }, { rows, columns }) => {
      const width = outputShape[1] ?? 1;
      const code = `let row = Math.floor(index / width), column = index % width, result = 0; ${body(dialect)} return result;`;
      return run(shader, { shape: outputShape, sizes: { rows, columns, width }, code });
    },
    hostNumber: (scalar) => valuesOf(scalar)[0],
    free: ({ dataId }) => cpu.disposeData(dataId),
  };
}
