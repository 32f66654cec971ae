import { NeuriteError } from '@neurite/core/errors';
import { measureMemory } from './jobs/measure-memory.js';
import type { Answer } from './jobs/task.js';
import { readTaskFile } from './jobs/task-file.js';

/** Does what a file says, and answers with a line of JSON. */
async function answer(path: string): Promise<Answer> {
  const { task, data } = await readTaskFile(path);
  try {
    const { job } = task;
    if (task.kind === 'steps') {
      const { measureSteps } = await import('./jobs/measure-steps.js');
      return { result: await measureSteps(task, data) };
    }
    const { runJob } = await import('./jobs/run-job.js');
    return { result: await measureMemory(() => runJob(job, data)) };
  } catch (error) {
    if (error instanceof NeuriteError) return { problem: error.details.problem ?? error.message };
    throw error;
  }
}

const text = `\n${JSON.stringify(await answer(process.argv[2]!))}\n`;
// A GPU would keep the process alive.
process.stdout.write(text, () => process.exit());
