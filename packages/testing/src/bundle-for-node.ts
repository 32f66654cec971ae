import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const bundled = new Map<string, string>();

/**
 * Bundles a program for a process or a thread of Node into one file, once in this process: loading its sources takes most
 * of the time of a short one. The file lies in the `node_modules` of the package, where it finds what stays outside of
 * it, tfjs-core among it.
 *
 * @param program in TypeScript, within a package
 * @returns the path of the file
 */
export function bundleForNode(program: URL): string {
  const entry = fileURLToPath(program);
  const known = bundled.get(entry);
  if (known !== undefined) return known;
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const outfile = join(folder, 'node_modules', '.test', `${basename(entry, '.ts')}.mjs`);
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@neurite/source'],
    external: ['@tensorflow/*', 'koffi', 'tinypool', 'webgpu'],
    logLevel: 'warning',
  });
  bundled.set(entry, outfile);
  return outfile;
}
