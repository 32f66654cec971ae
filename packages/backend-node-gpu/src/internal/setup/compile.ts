import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Installed } from '../find-package.js';
import { LIBRARIES, onPath, type PythonTensorflow } from './find-tensorflow.js';

/** The compiler of C++: the one of `CXX`, or the first that is found. */
export function findCompiler(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CXX) return env.CXX;
  return ['g++', 'c++', 'clang++'].find((name) => onPath(name, env) !== undefined);
}

/**
 * The command that compiles the sources which the package carries, against TensorFlow's headers, to an addon that finds
 * TensorFlow where it lies.
 */
export function compileCommand(
  compiler: string,
  {
    package: { folder },
    tensorflow,
    addon,
  }: {
    readonly package: Installed;
    readonly tensorflow: PythonTensorflow;
    readonly addon: string;
  },
): readonly [string, ...string[]] {
  const headers = dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json'));
  return [
    compiler,
    ...['-std=c++17', '-fPIC', '-shared', '-O2', '-w', '-DNAPI_VERSION=8'],
    `-I${join(headers, 'include')}`,
    `-I${join(tensorflow.folder, 'include')}`,
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(folder, 'binding', file)),
    ...['-o', addon],
    `-L${tensorflow.folder}`,
    ...LIBRARIES.map((library) => `-l:${library}`),
    ...[tensorflow.folder, ...cudaFolders(tensorflow)].map((path) => `-Wl,-rpath,${path}`),
  ];
}

/** The folders of CUDA's libraries that pip puts beside a TensorFlow with CUDA. */
export function cudaFolders({ folder }: PythonTensorflow): readonly string[] {
  const nvidia = join(dirname(folder), 'nvidia');
  if (!existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, 'lib'))
    .filter((path) => existsSync(path));
}
