import type { Dialect, Shader, Target } from '@neurite/webgpu-kernels';
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Backend = KernelBackend & {
  readonly texData: { get(dataId: object): { readonly values: ArrayLike<number> | null } };
  runWebGLProgram(program: Program, inputs: TensorInfo[], dtype: 'float32', uniforms: number[][]): TensorInfo;
};

type Program = {
  readonly variableNames: string[];
  readonly outputShape: number[];
  readonly userCode: string;
  readonly packedInputs: true;
  readonly packedOutput: boolean;
  readonly customUniforms: { readonly name: string; readonly type: 'float' }[];
};

/** Four neighboring elements are one texel: formulas compute four at once. */
const helpers = `
  vec4 whereAbove(vec4 x, float limit, vec4 value) { return mix(vec4(0.0), value, greaterThan(x, vec4(limit))); }
  vec4 sigmoid(vec4 x) { return 1.0 / (1.0 + exp(-x)); }
  vec4 squash(vec4 x) { vec4 e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }
  vec4 errorFunction(vec4 x) {
    vec4 t = 1.0 / (1.0 + 0.3275911 * abs(x));
    vec4 tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    return sign(x) * (1.0 - tail * exp(-x * x));
  }
  vec4 nanWith(vec4 x, vec4 value) { return mix(value, x, isnan(x)); }
  vec4 spread(float x) { return vec4(x); }
  vec4 largerOf(vec4 a, vec4 b) { return nanWith(a, nanWith(b, max(a, b))); }
  vec4 smallerOf(vec4 a, vec4 b) { return nanWith(a, nanWith(b, min(a, b))); }
  vec4 whereGreater(vec4 a, vec4 b, vec4 x, vec4 y) { return mix(y, x, greaterThan(a, b)); }
`;

const rowHelpers = `
  float sigmoid(float x) { return 1.0 / (1.0 + exp(-x)); }
  float squash(float x) { float e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }
  float nanWith(float x, float value) { return isnan(x) ? x : value; }
`;

const dialect: Dialect = {
  float: 'float',
  int: 'int',
  word: 'uint',
  at: (name, row, column) => `getChannel(${sampler(name)}(${row}, ${column}), vec2(${row}, ${column}))`,
  toFloat: (integer) => `float(${integer})`,
  toInt: (number) => `int(${number})`,
  toWord: (number) => `uint(${number})`,
  of: (name, index) => `getChannel(${sampler(name)}(${index}), ${index})`,
};

/** The function that tfjs generates for an input. */
function sampler(name: string): string {
  return `get${name[0]!.toUpperCase()}${name.slice(1)}Input`;
}

/** Runs shaders on tfjs's WebGL backend. */
export function webglTarget(started: KernelBackend): Target {
  const backend = started as Backend; // the backend of this name
  const run = (
    { inputs, constants }: Shader,
    program: Pick<Program, 'outputShape' | 'userCode' | 'packedOutput'>,
  ): TensorInfo =>
    backend.runWebGLProgram(
      {
        ...program,
        variableNames: Object.keys(inputs).map((name) => `${name}Input`),
        packedInputs: true,
        customUniforms: Object.keys(constants).map((name) => ({ name, type: 'float' })),
      },
      Object.values(inputs),
      'float32',
      Object.values(constants).map((value) => [value]),
    );
  return {
    elementwise: (program) => {
      const names = Object.keys(program.inputs);
      const userCode = `${helpers}
        void main() {
          ${names.map((name) => `vec4 ${name} = ${sampler(name)}AtOutCoords();`).join('\n')}
          ${(program.steps ?? []).map(([name, formula]) => `vec4 ${name} = ${formula};`).join('\n')}
          setOutput(${program.formula});
        }`;
      return run(program, { outputShape: program.inputs[names[0]!]!.shape, userCode, packedOutput: true });
    },
    rows: (program, { rows, columns }) => {
      const coordinates =
        program.outputShape.length === 1
          ? 'int row = getOutputCoords(); int column = 0;'
          : 'ivec2 coordinates = getOutputCoords(); int row = coordinates.x; int column = coordinates.y;';
      const userCode = `${rowHelpers}
        void main() {
          const int rows = ${rows};
          const int columns = ${columns};
          ${coordinates}
          float result = 0.0;
          ${program.body(dialect)}
          setOutput(result);
        }`;
      return run(program, { outputShape: [...program.outputShape], userCode, packedOutput: false });
    },
    hostNumber: ({ dataId }) => backend.texData.get(dataId).values?.[0],
    free: ({ dataId }) => backend.disposeData(dataId),
  };
}
