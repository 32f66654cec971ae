import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * Bundles the tests that tfjs-core publishes in its own package, with the sources of this engine and with one copy of
 * tfjs-core for both, into a program for Node that prints the outcome of each spec.
 */
export async function bundleSuite(file: string): Promise<void> {
  const core = dirname(require.resolve('@tensorflow/tfjs-core'));
  const specs = (readdirSync(core, { recursive: true }) as string[]).filter((path) => path.endsWith('_test.js')).sort();
  mkdirSync(dirname(file), { recursive: true });
  await build({
    stdin: {
      contents: ['./program.mjs', ...specs.map((spec) => join(core, spec))]
        .map((path) => `import ${JSON.stringify(path)};`)
        .join('\n'),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The tests need tfjs-core's modules, its index the chained operations, and both must be the same ones.
    alias: { '@tensorflow/tfjs-core/dist': core, '@tensorflow/tfjs-core': join(core, 'index.js') },
    conditions: ['@neurite/source'],
    // tfjs-core's package says that its tests have no side effects.
    ignoreAnnotations: true,
    nodePaths: [fileURLToPath(new URL('../../node_modules', import.meta.url))],
    logLevel: 'silent',
  });
}
