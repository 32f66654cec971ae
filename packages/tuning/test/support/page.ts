import * as tuning from '../../src/index.js';

declare global {
  /** What tests use within a page. */
  var neurite: typeof tuning;
}

globalThis.neurite = tuning;
