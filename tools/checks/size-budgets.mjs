import { kilobytes, sizes } from '../sizes.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const sizeBudgets = {
  name: 'sizes',
  title: 'Each package keeps its size budget (`size` in its package.json)',
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
    return { failures };
  },
};
