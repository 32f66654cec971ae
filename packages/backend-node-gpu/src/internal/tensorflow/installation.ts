import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { findInstalled, type Installed } from '../find-package.js';

/** The packages whose JavaScript runs TensorFlow's kernels, the one for CUDA first. */
export const TENSORFLOW_PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** What `setup` has built, as its file says. */
export type BuiltBinding = {
  /** The package whose sources were compiled. */
  readonly package: string;
  readonly packageVersion: string;
  /** The folder of TensorFlow's libraries, and its version. */
  readonly tensorflow: { readonly folder: string; readonly version: string };
};

/** A binding, and the package whose JavaScript goes with it. */
export type Installation = {
  readonly package: Installed;
  readonly addon: string;
  /** Whether `setup` built it; else the package's install script did. */
  readonly built: BuiltBinding | undefined;
};

/** Where `setup` writes what it has built. */
export function builtFiles(folder: string = cacheFolder()): { readonly addon: string; readonly record: string } {
  return { addon: join(folder, 'tfjs_binding.node'), record: join(folder, 'binding.json') };
}

/** What `setup` has built; undefined if there is nothing, or no longer its TensorFlow. */
export function builtBinding(folder: string = cacheFolder()): BuiltBinding | undefined {
  const { addon, record } = builtFiles(folder);
  if (!existsSync(addon)) return undefined;
  try {
    const built = JSON.parse(readFileSync(record, 'utf8')) as BuiltBinding; // checked below as far as it is used
    return typeof built.package === 'string' && existsSync(built.tensorflow.folder) ? built : undefined;
  } catch {
    return undefined;
  }
}

/** The addon of a package, where its install script puts it. */
export function addonOf({ folder }: Installed): string {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** The packages that are installed, by the names of `TENSORFLOW_PACKAGES`. */
export function installedPackages(from?: readonly string[]): readonly Installed[] {
  return TENSORFLOW_PACKAGES.flatMap((name) => findInstalled(name, from) ?? []);
}

/**
 * What an engine loads: what `setup` has built first, because the user asked for it, then an addon of an install script.
 *
 * @param names the packages whose own addon will do
 */
export function findInstallation(names: readonly string[] = TENSORFLOW_PACKAGES): Installation | undefined {
  const packages = installedPackages();
  const built = builtBinding();
  const [any] = packages;
  if (built !== undefined && any !== undefined) {
    const own = packages.find(({ name }) => name === built.package) ?? any;
    return { package: own, addon: builtFiles().addon, built };
  }
  for (const name of names) {
    const own = packages.find((one) => one.name === name && existsSync(addonOf(one)));
    if (own !== undefined) return { package: own, addon: addonOf(own), built: undefined };
  }
  return undefined;
}
