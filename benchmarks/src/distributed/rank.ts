import { writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { mpi } from '@neurite/distributed';
import { absentOthers } from './absent-others.js';
import type { Found, StepTime, Wanted } from './found.js';
import { timeAllReduces } from './time-all-reduces.js';
import { STEPS, timeSteps } from './time-steps.js';

/** What one process, or one of several, measures; the first one writes it. Arguments: a file for it, and what is wanted. */
const [, , file, wanted] = process.argv;
const { rows, sizes } = JSON.parse(wanted!) as Wanted; // written by `runRanks`
await useWasm({ threads: 1 });
const parallel = mpi();

async function timed(each: number): Promise<StepTime> {
  const all = each * parallel.size;
  if (parallel.size === 1) {
    const seconds = await timeSteps(all, undefined);
    return { rows: each, seconds, without: seconds, gathers: 0, bytes: 0 };
  }
  const others = absentOthers(parallel.size);
  await parallel.barrier();
  // All at the same time: they share the memory of the machine then, too.
  const without = await timeSteps(all, others.parallel);
  await parallel.barrier();
  const { gathers, bytes } = others.asked;
  const asked = { gathers: Math.round(gathers / STEPS), bytes: Math.round(bytes / STEPS) };
  return { rows: each, seconds: await timeSteps(all, parallel), without, ...asked };
}

const timings = parallel.size === 1 ? [] : await timeAllReduces(parallel, sizes);
const steps: StepTime[] = [];
for (const each of rows) steps.push(await timed(each));
const found: Found = { library: parallel.library, timings, steps };
if (parallel.rank === 0) writeFileSync(file!, JSON.stringify(found));
