import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NAME = '@neurite/backend-wasm';

/** These cannot have it among their devDependencies, because it depends on them. */
const BELOW_IT = ['@neurite/core', '@neurite/ops', '@neurite/testing'];

/** What the tests need of `@neurite/backend-wasm`. */
type WasmPackage = { readonly useWasm: () => Promise<unknown> };

/**
 * Loads `@neurite/backend-wasm` as the package in `folder` sees it, from its source.
 *
 * It is found by path and not imported by name: a dependency from here to it would close a cycle of packages, since
 * its own tests stand on this package.
 *
 * @param folder where the package under test lies
 * @returns the loaded module, or the reason in words why it cannot be used
 */
export async function findWasm(folder: string): Promise<WasmPackage | string> {
  const root = locate(folder);
  if (root === undefined) return `${NAME} is not among the devDependencies here`;
  const source = join(root, 'src/index.ts');
  if (!existsSync(source)) return `${NAME} has no src/index.ts`;
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(source).href);
  if (!isWasmPackage(loaded)) return `${NAME} exports no \`useWasm\` yet`;
  if (!existsSync(join(root, 'wasm'))) return `${NAME} is not built (its folder wasm/ is missing)`;
  return loaded;
}

function locate(folder: string): string | undefined {
  const own = join(folder, 'package.json');
  const name = existsSync(own) ? (JSON.parse(readFileSync(own, 'utf8')) as { name?: string }).name : undefined;
  if (name === NAME) return folder;
  const sibling = join(dirname(fileURLToPath(import.meta.url)), '../../../backend-wasm');
  if (name !== undefined && BELOW_IT.includes(name)) return sibling;
  const linked = join(folder, 'node_modules', NAME);
  return existsSync(linked) ? realpathSync(linked) : undefined;
}

function isWasmPackage(loaded: unknown): loaded is WasmPackage {
  return typeof loaded === 'object' && loaded !== null && 'useWasm' in loaded && typeof loaded.useWasm === 'function';
}
