import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Backend = KernelBackend & {
  readonly tensorMap: { get(dataId: object): { readonly dtype: string } };
  runWebGPUProgram(program: Program, inputs: readonly TensorInfo[], ...rest: readonly unknown[]): TensorInfo;
};

type Program = { readonly outputShape: readonly number[]; shaderKey: string; getUserCode(): string };

const mended = new WeakSet<KernelBackend>();

/**
 * Corrects programs of tfjs. Two do not compile, and their outputs, and those of all commands that are submitted at the same
 * time, are then uninitialised memory; one is taken for another:
 *
 * - Coordinates of five and six axes are structs, which have no index: `coords[4]` becomes `coords.u`. An example is a
 *   volume plus a bias for each channel.
 * - A transposition passes its elements on as float32, whatever they are. With it went every reduction of integers over
 *   an axis other than the last, and integers from 2²⁴ on were rounded.
 * - A sum or product from the end has the length in its code, and not in the key by which compiled programs are found: the
 *   second length was summed by the program of the first. These are also the gradients of those from the start.
 *
 * May be called again.
 */
export function mendPrograms(started: KernelBackend): void {
  if (mended.has(started)) return;
  mended.add(started);
  const backend = started as Backend; // the backend of this name
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, inputs, ...rest) => {
    // Only the first program of a key is compiled, with the dtypes of its inputs in the key.
    if (program.shaderKey.startsWith('cum_')) program.shaderKey += `_${program.outputShape.at(-1)}`;
    if (program.outputShape.length > 4) mend(program, fieldsForIndices);
    if (program.shaderKey.startsWith('transpose') && isOfIntegers(backend, inputs[0]!))
      mend(program, integersAsTheyAre);
    return run(program, inputs, ...rest);
  };
}

function mend(program: Program, edit: (code: string) => string): void {
  const code = program.getUserCode.bind(program);
  program.getUserCode = () => edit(code());
}

/** Vectors have these fields, too. */
function fieldsForIndices(code: string): string {
  return code.replace(/\b(coords|uniforms\.\w+)\[(\d)\]/g, (_, name, index) => `${name}.${'xyzwuv'[Number(index)]}`);
}

function integersAsTheyAre(code: string): string {
  return code
    .replaceAll('setOutputAtIndex(', 'setOutputAtIndexI32(')
    .replaceAll('array<array<f32,', 'array<array<i32,')
    .replaceAll('f32(A[', '(A[');
}

/** By the buffer: a tensor's own dtype may be another one. */
function isOfIntegers(backend: Backend, { dataId }: TensorInfo): boolean {
  return backend.tensorMap.get(dataId).dtype !== 'float32';
}
