import { createRequire } from 'node:module';

/** What the numbers of a run depend on besides its options. */
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
