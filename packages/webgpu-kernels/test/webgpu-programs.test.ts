import { KernelBackend as KernelBackendClass } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { mendPrograms } from '../src/internal/webgpu-programs.js';

type Program = { outputShape: number[]; shaderKey: string; getUserCode(): string };

/** Compiles programs, and nothing more. */
class FakeBackend extends KernelBackendClass {
  readonly compiled: string[] = [];
  readonly keys: string[] = [];
  readonly tensorMap = { get: (dtype: object) => ({ dtype: String(dtype) }) };
  runWebGPUProgram(program: Program, _: readonly object[]): void {
    this.compiled.push(program.getUserCode());
    this.keys.push(program.shaderKey);
  }
}

const program = (outputShape: number[], shaderKey: string, code: string): Program => ({
  outputShape,
  shaderKey,
  getUserCode: () => code,
});
const input = (dtype: string) => ({ dataId: Object(dtype) as object });

// On WebGPU itself this is tested by conformance, in a browser.
it('takes fields of coordinates of five axes, and leaves those of four alone', () => {
  const backend = new FakeBackend();
  mendPrograms(backend);
  mendPrograms(backend);
  const code = 'let b = sharedBuf[coords[4]] + uniforms.xShape[0] + other[4];';
  backend.runWebGPUProgram(program([1, 2, 3, 4, 5], 'binary', code), [input('float32')]);
  backend.runWebGPUProgram(program([2, 3, 4, 5], 'binary', code), [input('float32')]);
  expect(backend.compiled).toEqual(['let b = sharedBuf[coords.u] + uniforms.xShape.x + other[4];', code]);
});

it('passes integers through transpositions as integers', () => {
  const backend = new FakeBackend();
  mendPrograms(backend);
  const code = 'setOutputAtIndex(flatIndex, A[i]);';
  for (const dtype of ['int32', 'bool', 'float32']) {
    backend.runWebGPUProgram(program([2, 3, 4], 'transpose_0,2,1', code), [input(dtype)]);
  }
  const tile = 'var<workgroup> tile : array<array<f32, 17>, 16>; tile[0][0] = f32(A[0]);';
  backend.runWebGPUProgram(program([2, 3], 'transposeShared', tile), [input('int32')]);
  backend.runWebGPUProgram(program([2, 3, 4], 'tile', code), [input('int32')]);
  const ofIntegers = 'setOutputAtIndexI32(flatIndex, A[i]);';
  const tileOfIntegers = 'var<workgroup> tile : array<array<i32, 17>, 16>; tile[0][0] = (A[0]);';
  expect(backend.compiled).toEqual([ofIntegers, ofIntegers, code, tileOfIntegers, code]);
});

it('tells sums of different lengths apart', () => {
  const backend = new FakeBackend();
  mendPrograms(backend);
  for (const shape of [[3], [2, 3], [2, 5]]) {
    backend.runWebGPUProgram(program(shape, 'cum_+_false_true', ''), [input('float32')]);
  }
  expect(backend.keys).toEqual(['cum_+_false_true_3', 'cum_+_false_true_3', 'cum_+_false_true_5']);
});
