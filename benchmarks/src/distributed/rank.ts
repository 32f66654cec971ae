import { writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { mpi } from '@neurite/distributed';
import { median } from '../measure.js';
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
    const seconds = median(await timeSteps(all, undefined));
    return { rows: each, seconds, without: seconds, slowest: seconds, gathers: 0, bytes: 0 };
  }
  const others = absentOthers(parallel.size);
  await parallel.barrier();
  // All at the same time: they share the memory of the machine then, too.
  const own = await timeSteps(all, others.parallel);
  const slowest = median(await slowestOf(own));
  const { gathers, bytes } = others.asked;
  const asked = { gathers: Math.round(gathers / STEPS), bytes: Math.round(bytes / STEPS) };
  const seconds = median(await timeSteps(all, parallel));
  return { rows: each, seconds, without: median(own), slowest, ...asked };
}

/** Of each step that of the slowest process, for which the others wait. */
async function slowestOf(own: readonly number[]): Promise<number[]> {
  const all = await parallel.gather(new Uint8Array(Float64Array.from(own).buffer));
  const steps = all.map((bytes) => new Float64Array(bytes.slice().buffer));
  return own.map((_, i) => Math.max(...steps.map((of) => of[i]!)));
}

const timings = parallel.size === 1 ? [] : await timeAllReduces(parallel, sizes);
const steps: StepTime[] = [];
for (const each of rows) steps.push(await timed(each));
const found: Found = { library: parallel.library, timings, steps };
if (parallel.rank === 0) writeFileSync(file!, JSON.stringify(found));
