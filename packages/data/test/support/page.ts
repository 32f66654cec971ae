import * as data from '../../src/index.js';
import { mapInWorkers } from '../../src/map-in-workers.js';
import { prepare } from './prepare.js';

declare global {
  /** What tests use within a page. */
  var neurite: {
    readonly data: typeof data;
    readonly mapInWorkers: typeof mapInWorkers;
    readonly prepare: typeof prepare;
  };
}

globalThis.neurite = { data, mapInWorkers, prepare };
