import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSizes } from '../bundle-sizes.mjs';
import { root } from '../lib/workspace.mjs';
import { kilobytes, sizes } from '../sizes.mjs';

/** How far a size in the README may be from that of today. */
const STALE = 0.1;

/** @type {import('../lib/check.mjs').Check} */
export const sizeBudgets = {
  name: 'sizes',
  title:
    'Bundles and packages keep their size budgets (tools/bundle-sizes.mjs, `size` in package.json); README.md says sizes',
  run: async () => {
    const failures = [];
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    for (const { name, bytes, budget } of await sizes()) {
      const said =
        Number(readme.match(new RegExp(`\\]\\(packages/${name.split('/')[1]}\\) .* ([\\d.]+) kB \\|`))?.[1]) * 1000;
      if (!(Math.abs(said / bytes - 1) < STALE)) {
        failures.push(`README.md has another size for ${name} than ${kilobytes(bytes)}`);
      }
      if (budget === undefined || Number.isNaN(budget)) {
        failures.push(
          `${name} has no budget such as "size": "${Math.ceil((bytes / 1000) * 1.1)} kB" in its package.json`,
        );
      } else if (bytes > budget) {
        failures.push(`${name} has ${kilobytes(bytes)} with gzip; its budget is ${kilobytes(budget)}`);
      }
    }
    const bundles = await bundleSizes();
    for (const { name, bytes, budget } of bundles) {
      if (budget !== undefined && bytes > budget) {
        failures.push(`${name}: a bundle takes ${kilobytes(bytes)} with gzip; its budget is ${kilobytes(budget)}`);
      }
    }
    const [program, withTensors] = bundles.map(({ bytes }) => kilobytes(bytes));
    return { failures, note: `a small MLP takes ${program}, with tfjs-core ${withTensors}` };
  },
};
