import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { packages, root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const properties = {
  name: 'properties',
  alone: true,
  title:
    'The tests of properties, with 1,000 new random inputs each; those of modules, gradients and optimizers at full length',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const { path } of packages()) {
      const files = filesOfProperties(path);
      if (files.length === 0) continue;
      const config = join(root, 'vitest.config.ts');
      const outcome = await verdict('vitest', ['run', '--config', config, '--reporter=dot', ...files], {
        cwd: path,
        env: { NEURITE_PROPERTY_RUNS: '1000' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};

const SAMPLED =
  /'fast-check'|\btest(Initializer|Layer|Module|Optimizer)\(|\b(checkGradients|expectSecondDerivatives|gradientTable)\b/;

/** @param {string} path */
function filesOfProperties(path) {
  const tests = join(path, 'test');
  return (existsSync(tests) ? readdirSync(tests, { recursive: true, encoding: 'utf8' }) : [])
    .filter((file) => file.endsWith('.test.ts') && SAMPLED.test(readFileSync(join(tests, file), 'utf8')))
    .map((file) => `test/${file}`);
}
