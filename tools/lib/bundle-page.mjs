import { build } from 'esbuild';

/**
 * Bundles programs for a page, with the defaults of esbuild.
 *
 * @param {string} folder where they are, and the bundles go, in `page`
 * @param {string[]} entryPoints
 * @param {{ external?: string[] }} [options] what stays outside. Default: nothing
 * @returns {Promise<{ file: string | undefined, text: string }[]>} what is wrong, and where
 */
export async function bundlePage(folder, entryPoints, { external = [] } = {}) {
  try {
    await build({
      entryPoints,
      external,
      absWorkingDir: folder,
      outdir: 'page',
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      logLevel: 'silent',
      // Not NODE_PATH, in which pnpm names the modules of the repository.
      nodePaths: [],
    });
    return [];
  } catch (error) {
    const { errors } = /** @type {import('esbuild').BuildFailure} */ (error);
    return errors.map(({ text, location }) => ({ file: location?.file, text }));
  }
}
