import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePage } from '../lib/bundle-page.mjs';
import { verdict } from '../lib/check.mjs';
import { packedProject } from '../lib/packed-project.mjs';
import { publicPackages } from '../lib/workspace.mjs';

const template = fileURLToPath(new URL('../consumer', import.meta.url));

/** Packages that no page can use. */
const NODE_ALONE = ['@neurite/backend-node-gpu', '@neurite/distributed'];

/**
 * Uses the packed packages in a project outside of the repository, as a user would.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const consumer = {
  name: 'consumer',
  title: 'The packed packages in another project: import, require, a bundle, a training, types',
  run: async () => {
    const project = join(await packedProject(), 'consumer');
    cpSync(template, project, { recursive: true });
    const names = publicPackages().map(({ manifest }) => manifest.name);
    writeFileSync(
      join(project, 'imports.mjs'),
      names
        .map((name) => `if (Object.keys(await import('${name}')).length === 0) throw '${name} is empty';\n`)
        .join(''),
    );
    writeFileSync(
      join(project, 'requires.cjs'),
      names.map((name) => `if (Object.keys(require('${name}')).length === 0) throw '${name} is empty';\n`).join(''),
    );
    const outcomes = [
      await verdict(process.execPath, ['imports.mjs'], { cwd: project }),
      await verdict(process.execPath, ['requires.cjs'], { cwd: project }),
      await verdict(process.execPath, ['train.mjs'], { cwd: project, timeout: 600_000 }),
      await verdict('tsc', ['-p', 'tsconfig.nodenext.json'], { cwd: project }),
      await verdict('tsc', ['-p', 'tsconfig.bundler.json'], { cwd: project }),
    ];
    // No import of Node and no optional peer is in the way of a page. tfjs's engines are optional, too.
    const external = ['@tensorflow/*', ...NODE_ALONE];
    const bundled = await bundlePage(project, ['imports.mjs'], { external });
    const failures = [
      ...outcomes.flatMap((outcome) => outcome.failures),
      ...bundled.map(({ file, text }) => `${file}: ${text}`),
    ];
    return { failures, note: `${names.length} packages` };
  },
};
