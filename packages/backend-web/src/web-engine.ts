import type { Engine } from '@neurite/core';
import { currentDevice } from '@neurite/webgpu-kernels/devices';
import type { EngineName } from './engine-name.js';
import { useWeb } from './use-web.js';
import type { WebReport } from './web-report.js';

/**
 * The engines of a browser, for packages that belong to no backend: `serveTraining` and `resilient` of
 * `@neurite/training-worker` turn them on through it.
 *
 * @example
 * const report = await webEngine.use({ prefer: 'wasm' });
 * console.log(webEngine.describe(report).device);
 */
export const webEngine: Engine<WebReport> = {
  use: ({ prefer }) => useWeb(prefer === undefined ? {} : { prefer: prefer as EngineName }), // which checks it
  describe: (report) => ({ name: report.engine, device: report.device, reason: `${report}` }),
  current: currentDevice,
};
