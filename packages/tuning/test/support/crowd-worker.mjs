import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createStudy, float, optimize } from '@neurite/tuning';
import { journal } from '@neurite/tuning/journal';

// Runs trials until a study has so many complete ones, and notes each that it was told is kept.
const [, , path, notes, count] = process.argv;
const study = await createStudy({ x: float(0, 1), y: float(0, 1) }, { log: journal(path), retries: 1000 });
const isComplete = ({ state }) => state === 'complete';
const enough = { name: 'enough', shouldStop: ({ trials }) => trials.filter(isComplete).length >= Number(count) };
const objective = async ({ values: { x, y } }) => {
  // Long enough to be killed in.
  await setTimeout(20 * x);
  return (x - 0.3) ** 2 + y;
};
await optimize(study, objective, {
  terminators: [enough],
  onTrial: ({ number, result }) => appendFileSync(notes, `${JSON.stringify([number, result])}\n`),
});
await study.close();
