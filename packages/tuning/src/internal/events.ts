import type { Json } from '@neurite/core';
import type { Scalar } from '../space/space.js';
import type { FlatValues } from './axes.js';
import type { StoredNumber } from './stored-number.js';

/** Who runs trials. */
export type WorkerName = { readonly id: string; readonly host: string; readonly pid: number };

/** What is stored of a study, one after another. Times are milliseconds since 1970, for people. */
export type StudyEvent =
  | {
      readonly type: 'study';
      readonly version: 1;
      /** How each axis is made, by its path. */
      readonly space: Readonly<Record<string, unknown>>;
      readonly objectives: unknown;
    }
  /** The n-th of these is the trial of number n. */
  | { readonly type: 'ask'; readonly id: string; readonly worker: WorkerName; readonly time: number }
  | { readonly type: 'begin'; readonly trial: number; readonly values: FlatValues }
  | { readonly type: 'report'; readonly trial: number; readonly step: number; readonly value: StoredNumber }
  | {
      readonly type: 'tell';
      readonly trial: number;
      readonly state: 'complete' | 'pruned' | 'failed';
      readonly results?: readonly StoredNumber[];
      readonly constraints?: Readonly<Record<string, number>>;
      readonly attributes?: Readonly<Record<string, Json>>;
      readonly problem?: string;
      readonly time: number;
    }
  | { readonly type: 'lost'; readonly trial: number }
  | { readonly type: 'enqueue'; readonly values: Readonly<Record<string, Scalar>> }
  | { readonly type: 'alive'; readonly worker: string };
