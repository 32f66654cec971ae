import * as classical from '../../src/index.js';

declare global {
  /** What tests use within a page. */
  var neurite: typeof classical;
}

globalThis.neurite = classical;
