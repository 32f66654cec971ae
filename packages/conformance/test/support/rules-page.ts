import '@tensorflow/tfjs-backend-cpu';
import type { BrowserEngine } from '../../src/columns.js';
import { turnOn } from '../../src/turn-on-in-page.js';
import { lossOf, metricOf, optimizerNames, stepsOf } from './evaluate-rules.js';

declare global {
  /** What tests use within a page. */
  var rules: {
    readonly turnOn: (engine: BrowserEngine) => Promise<void>;
    readonly lossOf: typeof lossOf;
    readonly metricOf: typeof metricOf;
    readonly optimizers: typeof optimizerNames;
    readonly stepsOf: typeof stepsOf;
  };
}

globalThis.rules = { turnOn, lossOf, metricOf, optimizers: optimizerNames, stepsOf };
