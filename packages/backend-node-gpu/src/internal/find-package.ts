import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** An installed package. */
export type Installed = {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** The file that an import of it loads. */
  readonly main: string;
};

/** The folders from which optional peers are looked for: this package, as a package manager links them, then the project. */
export function homes(project: string = process.cwd()): readonly string[] {
  return [import.meta.url, pathToFileURL(join(project, 'package.json')).href];
}

/** Looks for a package without loading it, in the folders `node_modules` from where it is looked for upwards. */
export function findInstalled(name: string, from: readonly string[] = homes()): Installed | undefined {
  for (const home of from) {
    const folder = foldersAbove(fileURLToPath(home))
      .map((above) => join(above, 'node_modules', name))
      .find((path) => existsSync(join(path, 'package.json')));
    if (folder === undefined) continue;
    const { version, main } = readManifest(folder);
    return { name, version, folder, main: join(folder, main ?? 'index.js') };
  }
  return undefined;
}

function foldersAbove(file: string): readonly string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

/**
 * Imports a package from where it was found: a project that does not link its peers beside this package has them all the
 * same.
 *
 * @throws what the import throws
 */
export async function importInstalled<Module>({ main }: Installed): Promise<Module> {
  return (await import(/* @vite-ignore */ pathToFileURL(main).href)) as Module; // of the version that was found
}

function readManifest(folder: string): { readonly version: string; readonly main?: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ReturnType<typeof readManifest>; // of npm
}
