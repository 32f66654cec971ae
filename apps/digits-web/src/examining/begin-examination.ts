import type { Examining } from '@neurite/page-kit/examination-fold';
import { trainInWorker } from '@neurite/training-worker';
import { startWorker } from '../training/start-worker.js';
import type { ExaminationInput, ExaminationResult } from './examination-job.js';

/** Examines digits in a worker of its own. */
export function beginExamination(input: Omit<ExaminationInput, 'base'>): Examining {
  // Nothing in it is computed by an engine.
  return trainInWorker<ExaminationResult>(startWorker('examining'), {
    input: { ...input, base: document.baseURI } satisfies ExaminationInput,
    prefer: 'wasm',
  });
}
