import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { tarballs } from '../lib/pack.mjs';
import { attempt } from '../lib/run.mjs';
import { publicPackages } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const publish = {
  name: 'publish',
  title: 'publint and attw: the packed packages work where they are installed',
  run: async () => {
    const packed = await tarballs();
    const failures = [];
    for (const { folder, manifest } of publicPackages()) {
      const tarball = /** @type {string} */ (packed.get(manifest.name));
      const { buffer, byteOffset, byteLength } = readFileSync(tarball);
      const { messages, pkg } = await publint({
        level: 'warning',
        pack: { tarball: /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength)) },
      });
      failures.push(...messages.map((message) => `${folder}: ${formatMessage(message, pkg, { color: false })}`));

      // The packages are ESM only; `require` of them works in Node from 20.19 on, which the consumer check shows.
      const args = [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji'];
      const { code, output } = await attempt('attw', args);
      if (code !== 0) failures.push(`${folder}: ${output.trim()}`);
    }
    return { failures, note: `${packed.size} packages` };
  },
};
