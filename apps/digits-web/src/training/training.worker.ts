import { webEngine } from '@neurite/backend-web';
import { serveTraining, type TrainingJob } from '@neurite/training-worker';
import { correctDigits } from '../correcting/correct-digits.js';
import type { CorrectionInput } from '../correcting/correction-job.js';
import { trainDigits } from './train-digits.js';
import type { TrainingInput } from './training-job.js';

// One program for both: most of it is the engine and what trains, which is then loaded once.
serveTraining(webEngine, async (job: TrainingJob<TrainingInput | CorrectionInput>) => {
  const { input } = job;
  return 'drawings' in input ? correctDigits({ ...job, input }) : trainDigits({ ...job, input });
});
