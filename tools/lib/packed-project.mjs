import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tarballs } from './pack.mjs';
import { run } from './run.mjs';
import { publicPackages, root } from './workspace.mjs';

/** @type {Promise<string> | undefined} */
let project;

/**
 * A project outside of the repository with the packed packages installed, one for all checks of a run; it is removed when
 * the process ends. Third-party packages are links to those of the workspace, so that nothing is downloaded and there is
 * one tfjs-core; the packages themselves are installed from their tarballs. Optional peers are left out.
 *
 * @returns {Promise<string>} its folder
 */
export function packedProject() {
  project ??= install();
  return project;
}

async function install() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'neurite-project-')));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
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

  const manifest = { name: 'project', private: true, type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  // Overrides, so that the packages depend on each other's tarballs instead of the registry's.
  const overrides = Object.entries(dependencies).map(([name, where]) => `  '${name}': '${where}'\n`);
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), `pmOnFail: ignore\noverrides:\n${overrides.join('')}`);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  await run('pnpm', ['install', '--offline', '--no-frozen-lockfile'], { cwd: folder });
  return folder;
}
