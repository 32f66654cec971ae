import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { Both, Named } from './rules-cases.js';

/** Runs something on the running engine and on that of JavaScript, which must be registered. */
export async function onBoth(run: () => Promise<Named>): Promise<Both> {
  const engine = getBackend();
  const found = await run();
  await setBackend('cpu');
  try {
    return { found, expected: await run() };
  } finally {
    await setBackend(engine);
  }
}
