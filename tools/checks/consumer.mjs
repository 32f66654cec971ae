import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verdict } from '../lib/check.mjs';
import { tarballs } from '../lib/pack.mjs';
import { run } from '../lib/run.mjs';
import { publicPackages, root } from '../lib/workspace.mjs';

const template = fileURLToPath(new URL('../consumer', import.meta.url));

/**
 * Installs the packed packages into a project outside of the repository and uses them as a user would. Third-party
 * packages are links to those of the workspace, so that nothing is downloaded and there is one tfjs-core; the packages
 * themselves are installed from their tarballs.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const consumer = {
  name: 'consumer',
  title: 'The packed packages in another project: import, require, a bundle, a training, types',
  run: async () => {
    const project = realpathSync(mkdtempSync(join(tmpdir(), 'neurite-consumer-')));
    try {
      cpSync(template, project, { recursive: true });
      await install(project);
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
        await verdict(process.execPath, ['train.mjs'], { cwd: project, timeout: 60_000 }),
        // For a page, with the defaults of esbuild: no import of Node is in the way. tfjs's engines are optional.
        await verdict(
          'esbuild',
          [
            'imports.mjs',
            '--bundle',
            '--format=esm',
            '--outdir=bundle',
            '--external:@tensorflow/*',
            '--log-level=warning',
          ],
          { cwd: project },
        ),
        await verdict('tsc', ['-p', 'tsconfig.nodenext.json'], { cwd: project }),
        await verdict('tsc', ['-p', 'tsconfig.bundler.json'], { cwd: project }),
      ];
      return { failures: outcomes.flatMap(({ failures }) => failures), note: `${names.length} packages` };
    } finally {
      rmSync(project, { recursive: true, force: true });
    }
  },
};

/** @param {string} project */
async function install(project) {
  /** @type {Record<string, string>} */
  const dependencies = {};
  for (const { path, manifest } of publicPackages()) {
    const optional = Object.keys(manifest.peerDependenciesMeta ?? {});
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (name.startsWith('@neurite/') || optional.includes(name)) continue;
      dependencies[name] = `link:${realpathSync(join(path, 'node_modules', name))}`;
    }
  }
  dependencies['@types/node'] = `link:${realpathSync(join(root, 'node_modules', '@types', 'node'))}`;
  for (const [name, tarball] of await tarballs()) dependencies[name] = `file:${tarball}`;

  const manifest = { name: 'consumer', private: true, type: 'module', dependencies };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  // Overrides, so that the packages depend on each other's tarballs instead of the registry's.
  const overrides = Object.entries(dependencies).map(([name, where]) => `  '${name}': '${where}'\n`);
  writeFileSync(join(project, 'pnpm-workspace.yaml'), `pmOnFail: ignore\noverrides:\n${overrides.join('')}`);
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  await run('pnpm', ['install', '--offline', '--no-frozen-lockfile'], { cwd: project });
}
