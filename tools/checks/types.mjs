import { verdict } from '../lib/check.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const types = {
  name: 'typecheck',
  alone: true,
  title: 'TypeScript: every package, its tests, and the tools',
  run: async () => {
    const turbo = ['run', 'typecheck', '--output-logs=errors-only', '--continue=always', '--concurrency=2'];
    const everywhere = await verdict('turbo', [...turbo, '--no-update-notifier', '--ui=stream']);
    const tools = await verdict('tsc', ['-p', 'tools']);
    return { failures: [...everywhere.failures, ...tools.failures] };
  },
};
