import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { whyNotLoaded } from '../can-load.js';
import { homes } from '../find-package.js';
import { findTensorflow, type PythonTensorflow } from '../setup/find-tensorflow.js';
import { type NvidiaGpu, nvidiaGpus } from '../tensorflow/nvidia.js';

/** What the doctor looks at; tests hand in others. */
export type Surroundings = {
  /** Such as '22.11.0'. */
  readonly node: string;
  readonly abi: string;
  readonly nodeApi: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The version of the C library of GNU; undefined where there is another one, as on Alpine. */
  readonly glibc: string | undefined;
  /** Where packages are looked for. */
  readonly from: readonly string[];
  readonly gpus: readonly NvidiaGpu[];
  /** The TensorFlow that Python finds. */
  readonly findTensorflow: () => Promise<PythonTensorflow | undefined>;
  /** Whether the system's loader finds a shared library. */
  loads(library: string): boolean;
  /** The files that name drivers of Vulkan. */
  readonly drivers: readonly string[];
};

/** Those of this process. */
export function surroundings(): Surroundings {
  const { node, modules, napi } = process.versions;
  return {
    node,
    abi: modules,
    nodeApi: napi ?? 'none',
    platform: process.platform,
    arch: process.arch,
    glibc: glibcOf(process.report?.getReport()),
    from: homes(),
    gpus: nvidiaGpus(),
    findTensorflow: () => findTensorflow(),
    loads: (library) => whyNotLoaded(library) === undefined,
    drivers: driverFiles(),
  };
}

function glibcOf(report: object | undefined): string | undefined {
  return (report as { readonly header?: { readonly glibcVersionRuntime?: string } } | undefined)?.header
    ?.glibcVersionRuntime;
}

/** The files that name drivers, where Vulkan's loader looks for them. */
function driverFiles(
  { VK_DRIVER_FILES, VK_ICD_FILENAMES, XDG_DATA_HOME, HOME }: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  const named = VK_DRIVER_FILES ?? VK_ICD_FILENAMES;
  if (named) return named.split(delimiter).filter((file) => existsSync(file));
  const data = XDG_DATA_HOME ?? join(HOME ?? homedir(), '.local', 'share');
  return ['/usr/share', '/usr/local/share', '/etc', data]
    .map((folder) => join(folder, 'vulkan', 'icd.d'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
}
