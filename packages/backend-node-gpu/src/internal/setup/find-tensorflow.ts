import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { runProgram } from '../run-program.js';

/** A TensorFlow that pip has installed. */
export type PythonTensorflow = {
  /** The folder of its libraries. */
  readonly folder: string;
  readonly version: string;
  /** The versions it was built for; undefined for a build without CUDA. */
  readonly cuda: string | undefined;
  readonly cudnn: string | undefined;
};

/** The libraries that the binding is linked with, as they are named on Linux. */
export const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

const FIND = `
import importlib.util
spec = importlib.util.find_spec("tensorflow")
print(spec.submodule_search_locations[0] if spec else "")
`;

/**
 * TensorFlow at a path.
 *
 * @param path its own folder, the folder that holds it, an environment, or an interpreter
 */
export async function tensorflowAt(path: string): Promise<PythonTensorflow | undefined> {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return tensorflowOf(path);
  for (const folder of [path, join(path, 'tensorflow')]) {
    const found = read(folder);
    if (found !== undefined) return found;
  }
  const interpreter = interpreterIn(path);
  return interpreter === undefined ? undefined : tensorflowOf(interpreter);
}

/** TensorFlow of an interpreter, which looks for it without importing it. */
async function tensorflowOf(interpreter: string): Promise<PythonTensorflow | undefined> {
  const { code, out } = await runProgram([interpreter, '-c', FIND]);
  return code === 0 && out.trim() !== '' ? read(out.trim()) : undefined;
}

/** The interpreter of an environment. */
function interpreterIn(environment: string): string | undefined {
  return ['python3', 'python'].map((name) => join(environment, 'bin', name)).find((path) => existsSync(path));
}

/** Where Python is looked for: the active environments first, then the path. */
export function pythons(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const active = [env.VIRTUAL_ENV, env.CONDA_PREFIX].flatMap((folder) => (folder ? (interpreterIn(folder) ?? []) : []));
  return [...new Set([...active, ...['python3', 'python'].flatMap((name) => onPath(name, env) ?? [])])];
}

/** The first program of that name on the path. */
export function onPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** TensorFlow of the first interpreter that has one. */
export async function findTensorflow(env?: NodeJS.ProcessEnv): Promise<PythonTensorflow | undefined> {
  for (const interpreter of pythons(env)) {
    const found = await tensorflowOf(interpreter);
    if (found !== undefined) return found;
  }
  return undefined;
}

function read(folder: string): PythonTensorflow | undefined {
  const needed = [...LIBRARIES, join('include', 'tensorflow', 'c', 'c_api.h')];
  if (!needed.every((file) => existsSync(join(folder, file)))) return undefined;
  const beside = readdirSync(dirname(folder));
  const versions = beside.flatMap((name) => /^tensorflow(?:_\w+)?-(\d[^-]*)\.dist-info$/.exec(name)?.[1] ?? []);
  return { folder, version: versions[0] ?? `of ${basename(dirname(folder))}`, ...buildOf(folder) };
}

/** What a wheel says about its build. */
function buildOf(folder: string): Pick<PythonTensorflow, 'cuda' | 'cudnn'> {
  const file = join(folder, 'python', 'platform', 'build_info.py');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const value = (name: string): string | undefined => new RegExp(`'${name}', '([^']+)'`).exec(text)?.[1];
  return { cuda: value('cuda_version'), cudnn: value('cudnn_version') };
}
