import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { runSteps } from './steps.js';

/** Removes what `setup` has written, after telling each path and its size. */
export async function teardown({
  dryRun,
  say,
}: {
  readonly dryRun: boolean;
  readonly say: (line: string) => void;
}): Promise<void> {
  const cache = cacheFolder();
  if (!existsSync(cache)) {
    say(`teardown: there is nothing in ${cache}.`);
    return;
  }
  const steps = readdirSync(cache).map((name) => ({
    title: `remove ${join(cache, name)}, ${megabytes(sizeOf(join(cache, name)))}`,
    details: () => [],
    run: async () => rmSync(join(cache, name), { recursive: true, force: true }),
  }));
  await runSteps(
    [
      ...steps,
      {
        title: `remove ${cache}, and ${dirname(cache)} if it is empty`,
        details: () => [],
        run: async () => remove(cache),
      },
    ],
    { dryRun, say },
  );
}

function remove(cache: string): void {
  rmSync(cache, { recursive: true, force: true });
  // The folder of all packages, which other ones may use.
  if (readdirSync(dirname(cache)).length === 0) rmdirSync(dirname(cache));
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false }); // undefined for a link to nothing
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  const files = readdirSync(path, { recursive: true, withFileTypes: true });
  return files.reduce((sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
