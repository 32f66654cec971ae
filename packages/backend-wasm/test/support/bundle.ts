import { fileURLToPath } from 'node:url';
import { PAGE_BUNDLE } from '@neurite/browser-testing';
import { build, type Format } from 'esbuild';
import webpack from 'webpack';

const entry = fileURLToPath(new URL('train-step.mjs', import.meta.url));

const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles the program train-step.mjs with the built package, as a user of webpack with no configuration would. */
export async function bundleWithWebpack(folder: string, target: 'web' | 'node'): Promise<void> {
  const compiler = webpack({
    mode: 'production',
    target,
    entry: { page: entry },
    // The package around the test's folder calls .js files modules, which webpack's are not.
    output: { path: folder, filename: target === 'node' ? '[name].cjs' : '[name].js' },
    performance: { hints: false },
    optimization: { minimize: false }, // it takes a minute of a busy machine, and moves nothing
  })!; // a compiler, as there is no callback
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error === null ? resolve(result) : reject(error)));
  });
  await new Promise((resolve) => compiler.close(resolve));
  const { errors = [], warnings = [] } = stats!.toJson({ all: false, errors: true, warnings: true });
  const problems = [...errors, ...warnings].map(({ message }) => message);
  if (problems.length > 0) throw new SyntaxError(problems.join('\n'));
}

/** The same with esbuild, which leaves the package's `.wasm` files where they are. */
export async function bundleWithEsbuild(
  folder: string,
  { platform, format = 'esm' }: { readonly platform: 'browser' | 'node'; readonly format?: Format },
): Promise<void> {
  await build({
    entryPoints: { page: entry },
    outdir: folder,
    bundle: true,
    format,
    platform,
    target: 'es2022',
    logLevel: 'silent',
    ...(platform === 'node' ? { outExtension: { '.js': format === 'cjs' ? '.cjs' : '.mjs' } } : {}),
    // What esbuild advises for CommonJS packages, such as tfjs-core, in a module for Node.
    ...(platform === 'node' && format === 'esm' ? { banner: { js: REQUIRE } } : {}),
  });
}

/** Bundles a program for a page, as `page.js`, with the packages' sources as they are. */
export async function bundleSources(folder: string, program: URL): Promise<void> {
  await build({ ...PAGE_BUNDLE, entryPoints: { page: fileURLToPath(program) }, outdir: folder });
}
