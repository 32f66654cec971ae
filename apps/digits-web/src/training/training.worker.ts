import { webEngine } from '@neurite/backend-web';
import { serveTraining, type TrainingJob } from '@neurite/training-worker';
import { correctDigits } from '../correcting/correct-digits.js';
import type { CorrectionInput } from '../correcting/correction-job.js';
import type { ExaminationInput } from '../examining/examination-job.js';
import { examineDigits } from '../examining/examine-digits.js';
import { trainDigits } from './train-digits.js';
import type { TrainingInput } from './training-job.js';

// One program for all: most of it is the engine and what trains, which is then loaded once.
serveTraining(webEngine, async (job: TrainingJob<TrainingInput | CorrectionInput | ExaminationInput>) => {
  const { input } = job;
  if ('examined' in input) return examineDigits({ ...job, input });
  return 'drawings' in input ? correctDigits({ ...job, input }) : trainDigits({ ...job, input });
});
