import type { NetworkConfig } from './network-config.js';
import type { WeightPlace } from './session.js';
import type { Snapshot } from './snapshot.js';

export const PACES = ['calm', 'usual', 'fast'] as const;
/** One step at a time, an epoch for each picture, or all that the machine can do. */
export type Pace = (typeof PACES)[number];

/** What the page asks of the worker. */
export type ToWorker =
  | { readonly type: 'begin'; readonly config: NetworkConfig /** Steps to take at once. */; readonly steps: number }
  | { readonly type: 'play'; readonly pace: Pace }
  | { readonly type: 'pause' }
  | { readonly type: 'steps'; readonly count: number }
  | { readonly type: 'retune'; readonly config: NetworkConfig }
  | { readonly type: 'weight'; readonly place: WeightPlace; readonly value: number }
  | { readonly type: 'save' }
  | { readonly type: 'load'; readonly bytes: Uint8Array }
  /** The last snapshot is on the screen. */
  | { readonly type: 'seen' };

/** What the worker tells the page. */
export type FromWorker =
  | { readonly type: 'engine'; readonly text: string }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'saved'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** A file has a configuration of its own; the page begins anew with it and loads the file again. */
  | { readonly type: 'other-network'; readonly config: NetworkConfig; readonly bytes: Uint8Array }
  | { readonly type: 'problem'; readonly text: string };
