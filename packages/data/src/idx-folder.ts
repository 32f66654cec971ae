import { FormatError, type HostArray, hostArray, NeuriteError } from '@neurite/core';
import { type IdxArray, readIdx } from './read-idx.js';

/** Images and the class of each: x `[count, height, width, 1]` from 0 to 1, y `[count]`. */
export type LabelledImages = { readonly x: HostArray<'float32'>; readonly y: HostArray<'int32'> };

/**
 * Reads a folder with the four files of MNIST or Fashion-MNIST: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
 * `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each also with a dot (`train-images.idx3-ubyte`) or packed
 * (`.gz`). Node only.
 *
 * @param path the folder
 * @returns for `fromArrays` or `split`; the 60,000 training images of MNIST are 188 MB as float32
 * @throws FormatError when a file is missing or broken, with its name, or images and labels do not belong together
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 * await mkdir('data', { recursive: true });
 * for (const part of ['train', 't10k']) {
 *   const image = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255); // one, of 1 × 2 pixels
 *   await writeFile(`data/${part}-images-idx3-ubyte`, image);
 *   await writeFile(`data/${part}-labels-idx1-ubyte`, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7)); // a seven
 * }
 * const { train, test } = await idxFolder('data');
 * console.log(train.x.shape, test.y.data); // [1, 1, 2, 1], 7
 */
export async function idxFolder(
  path: string,
): Promise<{ readonly train: LabelledImages; readonly test: LabelledImages }> {
  return { train: await readPair(path, 'train'), test: await readPair(path, 't10k') };
}

async function readPair(folder: string, prefix: string): Promise<LabelledImages> {
  const images = await readNamed(folder, `${prefix}-images`, 3);
  const labels = await readNamed(folder, `${prefix}-labels`, 1);
  const [count, height, width] = images.shape as [number, number, number]; // readNamed saw three axes
  if (labels.shape[0] !== count) {
    throw new FormatError({
      where: 'idxFolder',
      problem: `${prefix}-images holds ${count} images, but ${prefix}-labels ${labels.shape[0]} labels`,
      advice: 'Both files must come from the same data set',
    });
  }
  // A loop: Float32Array.from takes seconds for the 47 million pixels of MNIST.
  const x = new Float32Array(images.data.length);
  for (let i = 0; i < x.length; i++) x[i] = images.data[i]! / 255;
  return {
    x: hostArray(x, [count, height, width, 1]),
    y: hostArray(Int32Array.from(labels.data)),
  };
}

async function readNamed(folder: string, name: string, axes: number): Promise<IdxArray> {
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  const { join } = process.getBuiltinModule('node:path');
  const plain = [`${name}-idx${axes}-ubyte`, `${name}.idx${axes}-ubyte`];
  for (const file of [...plain, ...plain.map((spelling) => `${spelling}.gz`)]) {
    const path = join(folder, file);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes !== undefined) return readChecked(path, bytes, axes);
  }
  throw new FormatError({
    where: 'idxFolder',
    problem: `${plain[0]} is missing in ${folder}`,
    advice: `Put it there, as it is or packed (${plain[0]}.gz)`,
  });
}

async function readChecked(path: string, bytes: Uint8Array, axes: number): Promise<IdxArray> {
  const array = await readIdx(bytes).catch((error: unknown) => {
    throw error instanceof NeuriteError ? error.within(path) : error;
  });
  if (!(array.data instanceof Uint8Array) || array.shape.length !== axes) {
    throw new FormatError({
      where: 'idxFolder',
      argument: path,
      expected: `hold unsigned bytes along ${axes} ${axes === 1 ? 'axis' : 'axes'}`,
      received: `a ${array.data.constructor.name} along ${array.shape.length}`,
    });
  }
  return array;
}
