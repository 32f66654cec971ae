import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ArgumentError } from '@neurite/core/errors';

/** The file that `jsonLinesLogger` writes into the folder of a run. */
const FILE = 'events.jsonl';
/** Folders within folders that are looked into. */
const DEPTH = 3;

/** A run that was found. */
export type FoundRun = { readonly name: string; readonly path: string };

/**
 * The runs in folders: of each the folder itself where it is one, and all below it.
 *
 * @throws ArgumentError where a path is no folder and no file of a run
 */
export function findRuns(paths: readonly string[]): FoundRun[] {
  const files = new Set(paths.flatMap((path) => filesOf(path)));
  const folders = [...files].map((file) => dirname(file));
  const common = folders.length > 1 ? commonFolder(folders) : dirname(folders[0] ?? '');
  return [...files].map((path) => ({ name: relative(common, dirname(path)) || basename(dirname(path)), path }));
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) {
    throw new ArgumentError({ where: 'npm run watch', problem: `there is no folder ${path}` });
  }
  if (statSync(path).isFile()) return [resolve(path)];
  return below(resolve(path), DEPTH);
}

function below(folder: string, depth: number): string[] {
  const own = join(folder, FILE);
  const found = existsSync(own) ? [own] : [];
  if (depth === 0) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    if (entry.isDirectory() && !isHidden) found.push(...below(join(folder, entry.name), depth - 1));
  }
  return found.sort();
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0]!;
  while (!folders.every((folder) => folder === common || folder.startsWith(join(common, '/'))))
    common = dirname(common);
  return common;
}
