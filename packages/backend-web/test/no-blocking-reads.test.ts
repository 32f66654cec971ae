import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Sources of all packages and apps, below the root. */
function sources(): string[] {
  return ['packages', 'apps'].flatMap((kind) =>
    readdirSync(join(root, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => {
        const folder = join(kind, name, 'src');
        try {
          return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
            .filter((file) => /\.tsx?$/.test(file))
            .map((file) => join(folder, file));
        } catch {
          return []; // a package without sources
        }
      }),
  );
}

// WebGPU has no blocking reads: the value would be 0, and the device lost.
it('no package and no app has a blocking read', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(300);
  // They refuse WebGPU, or go another way there, before they read.
  const guarded = [
    ['ops', 'src', 'dropout', 'dropout.ts'],
    ['layers', 'src', 'internal', 'synchronized-batch-norm.ts'],
    ['training', 'src', 'internal', 'host-row.ts'],
  ].map((path) => join('packages', ...path));
  const found = files.filter((file) =>
    /\b(dataSync|arraySync|bytesSync)\b|\.bufferSync\(/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(found.filter((file) => !guarded.includes(file))).toEqual([]);
});
