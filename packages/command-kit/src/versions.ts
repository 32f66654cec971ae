import { createRequire } from 'node:module';

/**
 * The versions that the numbers of a run depend on, those of Node and of tfjs-core among them.
 *
 * @param from `import.meta.url` of the program, whose packages are asked
 * @param packages the names of the project's packages, e.g. `core`
 */
export function versionsOf(from: string, packages: readonly string[]): Record<string, string> {
  const require = createRequire(from);
  const names = [...packages.map((name) => `@neurite/${name}`), '@tensorflow/tfjs-core'];
  const versions = names.map((name) => [name, (require(`${name}/package.json`) as { version: string }).version]);
  return Object.fromEntries([['node', process.versions.node], ...versions]);
}

/** A line for each, as `--version` prints them. */
export function versionLines(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join('\n');
}
