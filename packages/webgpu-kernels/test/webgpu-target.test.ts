import { KernelBackend as KernelBackendClass, type TensorInfo } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { webgpuTarget } from '../src/internal/webgpu-target.js';

type Program = {
  readonly outputShape: number[];
  readonly dispatch: number[];
  readonly shaderKey: string;
  readonly uniforms: string;
  readonly variableNames: string[];
  getUserCode(): string;
};
type Uniform = { readonly type: string; readonly data: number[] };

/** Notes what it is asked to run. */
class FakeBackend extends KernelBackendClass {
  readonly runs: { program: Program; inputs: TensorInfo[]; uniforms: Uniform[] }[] = [];
  readonly disposed: object[] = [];
  readonly tensorMap = { get: (dataId: object) => dataId as { values: number[] | null } };

  runWebGPUProgram(program: Program, inputs: TensorInfo[], _dtype: string, uniforms: Uniform[]): TensorInfo {
    this.runs.push({ program, inputs, uniforms });
    return { dataId: {}, shape: program.outputShape, dtype: 'float32' };
  }
  override disposeData(dataId: object): boolean {
    return this.disposed.push(dataId) > 0;
  }
}

const info = (...shape: number[]): TensorInfo => ({ dataId: {}, shape, dtype: 'float32' });

describe('webgpuTarget', () => {
  it('runs a formula over flat tensors, with constants as uniforms', () => {
    const backend = new FakeBackend();
    const output = webgpuTarget(backend).elementwise({
      name: 'Scaled',
      inputs: { x: info(2, 3, 50), bias: info(50) },
      constants: { factor: 0.5 },
      formula: 'factor * x + bias',
      vector: 'bias',
    });
    expect(output.shape).toEqual([2, 3, 50]);
    const [{ program, inputs, uniforms }] = backend.runs as [(typeof backend.runs)[0]];
    expect(inputs.map(({ shape }) => shape)).toEqual([[300], [50]]);
    expect(program).toMatchObject({ dispatch: [5, 1, 1], shaderKey: 'neurite_Scaled', outputShape: [300] });
    expect(program).toMatchObject({
      variableNames: ['xInput', 'biasInput'],
      uniforms: 'columns : i32, factor : f32, ',
    });
    expect(uniforms).toEqual([
      { type: 'int32', data: [50] },
      { type: 'float32', data: [0.5] },
    ]);
    expect(program.getUserCode()).toContain('let x = xInput[index];');
    expect(program.getUserCode()).toContain('let bias = biasInput[index % columns];');
    expect(program.getUserCode()).toContain('setOutputAtIndex(index, factor * x + bias);');
  });

  it('runs a program over rows', () => {
    const backend = new FakeBackend();
    const output = webgpuTarget(backend).rows(
      {
        name: 'Sum',
        inputs: { x: info(4, 7) },
        constants: {},
        outputShape: [4],
        body: ({ int, at }) => `for (${int} j = 0; j < columns; j++) { result += ${at('x', 'row', 'j')}; }`,
      },
      { rows: 4, columns: 7 },
    );
    expect(output.shape).toEqual([4]);
    const [{ program, uniforms }] = backend.runs as [(typeof backend.runs)[0]];
    expect(program.uniforms).toBe('rows : i32, columns : i32, width : i32, ');
    expect(uniforms.flatMap(({ data }) => data)).toEqual([4, 7, 1]);
    expect(program.getUserCode()).toContain(
      'for (var j = 0; j < columns; j++) { result += xInput[row * columns + j]; }',
    );
  });

  it('reads a scalar only while it is on the host, and frees tensors', () => {
    const backend = new FakeBackend();
    const { hostNumber, free } = webgpuTarget(backend);
    const scalar = (values: number[] | null): TensorInfo => ({ dataId: { values }, shape: [], dtype: 'float32' });
    expect([hostNumber(scalar([3])), hostNumber(scalar(null))]).toEqual([3, undefined]);
    const tensor = info(2);
    free(tensor);
    expect(backend.disposed).toEqual([tensor.dataId]);
  });
});
