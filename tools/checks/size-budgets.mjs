import { bundleSizes } from '../bundle-sizes.mjs';
import { kilobytes, sizes } from '../sizes.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const sizeBudgets = {
  name: 'sizes',
  title: 'Bundles and packages keep their size budgets (tools/bundle-sizes.mjs, `size` in package.json)',
  run: async () => {
    const failures = [];
    for (const { name, bytes, budget } of await sizes()) {
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
