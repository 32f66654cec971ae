import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError, BackendError } from '@neurite/core/errors';
import { cacheFolder } from '../cache-folder.js';
import type { Installed } from '../find-package.js';
import { runProgram } from '../run-program.js';
import { type BuiltBinding, builtFiles, installedPackages } from '../tensorflow/installation.js';
import { nvidiaGpus } from '../tensorflow/nvidia.js';
import { tryAddon } from '../tensorflow/try-addon.js';
import { compileCommand, findCompiler } from './compile.js';
import { findTensorflow, type PythonTensorflow, pythons, tensorflowAt } from './find-tensorflow.js';
import { runSteps, type Step } from './steps.js';

/** Options of `setup`. */
export type SetupOptions = {
  /** Where TensorFlow is: its folder, an environment of Python, or an interpreter. Default: what Python finds. */
  readonly tensorflow: string | undefined;
  /** Whether pip installs TensorFlow into an environment in the cache. */
  readonly install: boolean;
  /** Whether the steps are told and not done. */
  readonly dryRun: boolean;
  readonly say: (line: string) => void;
};

const WHERE = 'setup';

/**
 * Compiles the binding of the installed tfjs-node(-gpu) against the TensorFlow of Python, and places it in the user's
 * cache, where `useNodeGpu` looks first. It writes nowhere else.
 *
 * @throws ArgumentError where `tensorflow` names none
 * @throws BackendError where something is missing or fails; what was there before stays
 */
export async function setup({ tensorflow: path, install, dryRun, say }: SetupOptions): Promise<void> {
  if (process.platform !== 'linux') {
    const problem = `it builds on Linux alone so far, and this is ${process.platform}`;
    const advice = 'Take WebGPU: npm install webgpu @tensorflow/tfjs-backend-webgpu';
    throw new BackendError({ where: WHERE, problem, advice });
  }
  const own = findPackage();
  const compiler = findCompiler();
  if (compiler === undefined) {
    const advice = 'Install one, e.g. apt-get install g++, or name one in CXX';
    throw new BackendError({ where: WHERE, problem: 'there is no compiler of C++', advice });
  }
  const cache = cacheFolder();
  const known = install ? undefined : await givenTensorflow(path);
  say(
    `setup: ${own.name} ${own.version} on ${known === undefined ? 'a TensorFlow that pip installs' : `TensorFlow ${known.version}`}`,
  );
  if (known !== undefined) say(`    ${known.folder}`);
  const installing = known === undefined ? await installSteps(join(cache, 'venv')) : undefined;
  // Until it is installed it has a folder, and no version.
  let tensorflow: PythonTensorflow = known ?? installing!.expected;
  const building = dryRun ? join(cache, 'building') : newFolder(cache);
  const addon = join(building, 'tfjs_binding.node');
  try {
    const steps: readonly Step[] = [
      ...(installing?.steps(async () => {
        tensorflow = await installed(join(cache, 'venv'));
      }) ?? []),
      {
        title: 'compile the binding, 5 to 15 seconds, 0.1 MB',
        details: () => [compileCommand(compiler, { package: own, tensorflow, addon }).join(' ')],
        run: () => must(compileCommand(compiler, { package: own, tensorflow, addon }), 'the binding does not compile'),
      },
      {
        title: 'load it in a process of its own, and compute with it',
        details: () => [],
        run: async () => {
          const trial = await tryAddon(addon);
          if (!trial.loads)
            throw new BackendError({ where: WHERE, problem: `the binding does not load: ${trial.problem}` });
          tensorflow = { ...tensorflow, version: trial.version };
          say(`    TensorFlow ${trial.version}, on ${trial.onGpu ? 'the GPU' : 'the CPU'}`);
        },
      },
      {
        title: `place it in the cache, where useNodeGpu looks first`,
        details: () => Object.values(builtFiles(cache)),
        run: async () => place(addon, own, tensorflow),
      },
    ];
    await runSteps(steps, { dryRun, say });
  } finally {
    if (!dryRun) rmSync(building, { recursive: true, force: true });
  }
  if (!dryRun) say('Done. `npx @neurite/backend-node-gpu teardown` undoes it.');
}

function findPackage(): Installed {
  const [own] = installedPackages();
  if (own !== undefined) return own;
  const name = nvidiaGpus().length > 0 ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  throw new BackendError({
    where: WHERE,
    problem: `neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed, whose sources are compiled`,
    advice: `npm install --ignore-scripts ${name} (pnpm add --ignore-scripts ${name}, yarn add ${name} --mode=skip-build)`,
  });
}

async function givenTensorflow(path: string | undefined): Promise<PythonTensorflow> {
  if (path !== undefined) {
    const given = await tensorflowAt(path);
    if (given !== undefined) return given;
    const expected =
      'be the folder of a TensorFlow 2.18 or later, an environment of Python or an interpreter that has it';
    throw new ArgumentError({ where: WHERE, argument: '--tensorflow', expected, received: path });
  }
  const found = await findTensorflow();
  if (found !== undefined) return found;
  const looked = pythons();
  throw new BackendError({
    where: WHERE,
    problem: looked.length === 0 ? 'there is no Python' : `no TensorFlow is found by ${looked.join(', ')}`,
    advice: `Give its path with --tensorflow, activate its environment, or let --install install it: ${size()}`,
  });
}

/** Which TensorFlow pip installs here. */
function wheel(): string {
  return nvidiaGpus().length > 0 ? 'tensorflow[and-cuda]' : 'tensorflow-cpu';
}

function size(): string {
  // Seen: tensorflow-cpu 2.18.1 and 2.21.0. With CUDA it was not measured.
  if (wheel() === 'tensorflow-cpu') return `${wheel()}, a download of 230 to 300 MB, 1.0 to 1.3 GB on disk`;
  return `${wheel()}, a download of some GB with the libraries of CUDA`;
}

async function installSteps(environment: string): Promise<{
  readonly expected: PythonTensorflow;
  steps(after: () => Promise<void>): readonly Step[];
}> {
  const [python] = pythons();
  if (python === undefined) {
    const advice = 'Install Python 3.10 or later with its module venv, e.g. apt-get install python3-venv';
    throw new BackendError({ where: WHERE, problem: 'there is no Python', advice });
  }
  const make = [python, '-m', 'venv', environment] as const;
  // The libraries are all that is used of it; with CUDA they come as packages of their own.
  const alone = wheel() === 'tensorflow-cpu' ? ['--no-deps'] : [];
  // Without a cache of pip's own, which teardown would leave.
  const pip = [join(environment, 'bin', 'python'), '-m', 'pip', 'install', '--no-cache-dir', '--upgrade'] as const;
  const install = [...pip, ...alone, wheel()] as const;
  return {
    expected: {
      folder: join(environment, 'lib', await nameOf(python), 'site-packages', 'tensorflow'),
      version: '',
      cuda: undefined,
      cudnn: undefined,
    },
    steps: (after) => [
      {
        title: 'make an environment of Python in the cache, 15 MB',
        details: () => [make.join(' ')],
        run: () => must(make, 'the environment cannot be made'),
      },
      {
        title: `install ${size()}`,
        details: () => [install.join(' ')],
        run: async () => {
          await must(install, 'pip does not install it', 3600);
          await after();
        },
      },
    ],
  };
}

async function installed(environment: string): Promise<PythonTensorflow> {
  const found = await tensorflowAt(environment);
  if (found !== undefined) return found;
  throw new BackendError({
    where: WHERE,
    problem: `what pip has installed in ${environment} has no libraries and headers`,
  });
}

/** The name of an interpreter with its version, which its folder of packages has: `python3.12`. */
async function nameOf(python: string): Promise<string> {
  const { out } = await runProgram([python, '-c', 'import sys; print("python%d.%d" % sys.version_info[:2])']);
  return out.trim();
}

/** @throws BackendError with the last lines of what the program says, if it fails */
async function must(command: readonly [string, ...string[]], problem: string, seconds = 600): Promise<void> {
  const { code, signal, out, err } = await runProgram(command, { seconds });
  if (code === 0) return;
  const lines = `${out}\n${err}`.trim().split('\n').slice(-8).join('\n');
  throw new BackendError({ where: WHERE, problem: `${problem} (${signal ?? code ?? 'not started'})\n${lines}` });
}

function newFolder(cache: string): string {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'building-'));
}

/** The record first goes away and last comes back, so that it never speaks of another addon. */
function place(addon: string, { name, version }: Installed, tensorflow: PythonTensorflow): void {
  const files = builtFiles();
  const built: BuiltBinding = {
    package: name,
    packageVersion: version,
    tensorflow: { folder: tensorflow.folder, version: tensorflow.version },
  };
  const record = `${addon}.json`;
  writeFileSync(record, `${JSON.stringify(built, null, 2)}\n`);
  rmSync(files.record, { force: true });
  renameSync(addon, files.addon);
  renameSync(record, files.record);
}
