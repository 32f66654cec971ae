import { type KernelBackend, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Dialect, Shader, Target } from '../shader.js';

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Backend = KernelBackend & {
  readonly tensorMap: { get(dataId: object): { readonly values: ArrayLike<number> | null } };
  runWebGPUProgram(program: Program, inputs: TensorInfo[], dtype: 'float32', uniforms: Uniform[]): TensorInfo;
};

type Uniform = { readonly type: 'float32' | 'int32'; readonly data: number[] };

type Program = {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: { readonly x: number[] };
  readonly dispatch: [number, number, number];
  readonly shaderKey: string;
  readonly size: true;
  readonly uniforms: string;
  getUserCode(): string;
};

const WORKGROUP = 64;

const helpers = `
  fn whereAbove(x: f32, limit: f32, value: f32) -> f32 { return select(0.0, value, x > limit); }
  fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
  fn squash(x: f32) -> f32 { let e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }
  fn errorFunction(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.3275911 * abs(x));
    let tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    return sign(x) * (1.0 - tail * exp(-x * x));
  }
  fn nanWith(x: f32, value: f32) -> f32 { return select(value, x, isnan(x)); }
  fn spread(x: f32) -> f32 { return x; }
  fn largerOf(a: f32, b: f32) -> f32 { return nanWith(a, nanWith(b, max(a, b))); }
  fn smallerOf(a: f32, b: f32) -> f32 { return nanWith(a, nanWith(b, min(a, b))); }
  fn whereGreater(a: f32, b: f32, x: f32, y: f32) -> f32 { return select(y, x, a > b); }
`;

const dialect: Dialect = {
  float: 'var',
  int: 'var',
  word: 'var',
  at: (name, row, column, width = 'columns') => `${name}Input[${row} * ${width} + ${column}]`,
  toFloat: (integer) => `f32(${integer})`,
  toInt: (number) => `i32(${number})`,
  toWord: (number) => `u32(${number})`,
  of: (name, index) => `${name}Input[${index}]`,
};

/** Runs shaders on tfjs's WebGPU backend, in browsers and on Dawn in Node. */
export function webgpuTarget(started: KernelBackend): Target {
  const backend = started as Backend; // the backend of this name
  // Shaders see every tensor as flat, whatever its shape, so that one shader serves all shapes.
  const flat = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => ({
    dataId,
    shape: [util.sizeFromShape(shape)],
    dtype,
  });
  const run = (
    { name, inputs, constants }: Shader,
    {
      shape,
      body,
      sizes = {},
    }: { readonly shape: readonly number[]; readonly body: string; readonly sizes?: Readonly<Record<string, number>> },
  ): TensorInfo => {
    const size = util.sizeFromShape([...shape]);
    const constantNames = Object.keys(constants);
    const sizeNames = Object.keys(sizes);
    const output = backend.runWebGPUProgram(
      {
        variableNames: Object.keys(inputs).map((input) => `${input}Input`),
        outputShape: [size],
        workgroupSize: [WORKGROUP, 1, 1],
        dispatchLayout: { x: [0] },
        dispatch: [Math.ceil(size / WORKGROUP), 1, 1],
        shaderKey: `neurite_${name}`,
        size: true,
        uniforms: [...sizeNames.map((one) => `${one} : i32, `), ...constantNames.map((one) => `${one} : f32, `)].join(
          '',
        ),
        getUserCode: () => `${helpers}
          fn main(index : i32) {
            if (index >= uniforms.size) { return; }
            ${[...sizeNames, ...constantNames].map((one) => `let ${one} = uniforms.${one};`).join('\n')}
            ${body}
          }`,
      },
      Object.values(inputs).map(flat),
      'float32',
      [
        ...Object.values(sizes).map((value): Uniform => ({ type: 'int32', data: [value] })),
        ...Object.values(constants).map((value): Uniform => ({ type: 'float32', data: [value] })),
      ],
    );
    return { ...output, shape: [...shape] };
  };
  return {
    elementwise: (program) => {
      const names = Object.keys(program.inputs);
      const { shape } = program.inputs[names[0]!]!;
      const indexIn = (name: string): string => (name === program.vector ? 'index % columns' : 'index');
      const body = `
        ${names.map((name) => `let ${name} = ${name}Input[${indexIn(name)}];`).join('\n')}
        ${(program.steps ?? []).map(([name, formula]) => `let ${name} = ${formula};`).join('\n')}
        setOutputAtIndex(index, ${program.formula});`;
      return run(program, { shape, body, sizes: program.vector === undefined ? {} : { columns: shape.at(-1)! } });
    },
    rows: (program, { rows, columns }) => {
      const width = program.outputShape[1] ?? 1;
      const body = `
        let row = index / width;
        let column = index % width;
        var result = 0.0;
        ${program.body(dialect)}
        setOutputAtIndex(index, result);`;
      return run(program, { shape: program.outputShape, body, sizes: { rows, columns, width } });
    },
    hostNumber: ({ dataId }) => backend.tensorMap.get(dataId).values?.[0],
    free: ({ dataId }) => backend.disposeData(dataId),
  };
}
