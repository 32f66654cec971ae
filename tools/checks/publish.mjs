import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { tarballs } from '../lib/pack.mjs';
import { attempt } from '../lib/run.mjs';
import { publicPackages } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const publish = {
  name: 'publish',
  title: 'publint and attw: the packed packages work where they are installed; what is not built is not packed',
  run: async () => {
    const packed = await tarballs();
    const failures = await refusesUnbuilt();
    for (const { folder, manifest } of publicPackages()) {
      const tarball = /** @type {string} */ (packed.get(manifest.name));
      const { buffer, byteOffset, byteLength } = readFileSync(tarball);
      const { messages, pkg } = await publint({
        level: 'warning',
        pack: { tarball: /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength)) },
      });
      failures.push(...messages.map((message) => `${folder}: ${formatMessage(message, pkg, { color: false })}`));

      const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(buffer, byteOffset, byteLength)));
      if (!analysis.types) failures.push(`${folder}: it has no types`);
      else
        failures.push(
          ...analysis.problems.filter(concernsUs).map((problem) => `${folder}: ${JSON.stringify(problem)}`),
        );
    }
    return { failures, note: `${packed.size} packages` };
  },
};

/**
 * The packages are ESM only; `require` of them works in Node from 20.19 on, which the consumer check shows.
 *
 * @param {import('@arethetypeswrong/core').Problem} problem
 */
function concernsUs(problem) {
  return !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind);
}

const prepack = fileURLToPath(new URL('../prepack.mjs', import.meta.url));

/** Tries to pack a package without `dist`, and one whose `dist` is older than its sources. */
async function refusesUnbuilt() {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-unbuilt-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ files: ['dist', 'src'] }));
    mkdirSync(join(folder, 'src'));
    const failures = [];
    for (const reason of ['dist is missing', 'dist/index.js is older than src/index.ts']) {
      writeFileSync(join(folder, 'src', 'index.ts'), '');
      const { code, output } = await attempt(process.execPath, [prepack], { cwd: folder });
      if (code !== 1 || !output.includes(reason)) failures.push(`prepack lets pass that ${reason}: ${output}`);
      mkdirSync(join(folder, 'dist'), { recursive: true });
      writeFileSync(join(folder, 'dist', 'index.js'), '');
      utimesSync(join(folder, 'dist', 'index.js'), 0, 0);
    }
    return failures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
