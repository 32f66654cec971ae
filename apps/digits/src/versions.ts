import { createRequire } from 'node:module';

/** The versions that the numbers of a run depend on. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const packages = ['core', 'layers', 'training', 'backend-wasm'].map((name) => `@neurite/${name}`);
  return Object.fromEntries([
    ['node', process.versions.node],
    ...[...packages, '@tensorflow/tfjs-core'].map((name) => [
      name,
      (require(`${name}/package.json`) as { version: string }).version,
    ]),
  ]);
}
