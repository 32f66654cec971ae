import type { Examining } from '@neurite/page-kit/examination-fold';
import { trainInWorker } from '@neurite/training-worker';
import { takeWorker } from '../training/training-workers.js';
import type { ExaminationInput, ExaminationResult } from './examination-job.js';

/** Examines data in a worker of its own. */
export function beginExamination(input: ExaminationInput): Examining {
  // Nothing in it is computed by an engine.
  return trainInWorker<ExaminationResult>(takeWorker(), { input, prefer: 'wasm' });
}
