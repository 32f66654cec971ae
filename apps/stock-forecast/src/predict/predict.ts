import { useWasm } from '@neurite/backend-wasm';
import { readIfThere } from '@neurite/command-kit/read-if-there';
import { list } from '@neurite/command-kit/words';
import { wrap } from '@neurite/command-kit/wrap';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { loadSeries } from '../data/load-series.js';
import { writeReport } from '../report/write-report.js';
import { inRun } from '../run/in-run.js';
import { measure } from '../run/measure.js';
import { type Options, planOf } from '../settings.js';
import { drawFan } from './draw-fan.js';
import { type Fan, fanOf } from './fan.js';
import { fanLines } from './fan-table.js';
import { learnBest } from './learn-best.js';

export type PredictOptions = {
  /** Default: 10, or as many as the models learned. */
  readonly days?: number;
  readonly run: string;
  readonly model?: string;
  readonly name?: string;
};

const USUAL = 10;
const WHERE = 'npm run forecast -- predict';

/** Draws the next steps in the terminal and into the report of a run. */
export async function predictCommand({ days: wanted, run, model, name }: PredictOptions): Promise<void> {
  const options = await optionsOf(run);
  const set = await loadSeries(options.data, options.columns);
  const plan = planOf(set, options);
  const days = wanted ?? Math.min(USUAL, plan.task.horizon);
  if (days > plan.task.horizon) {
    const expected = `be at most ${plan.task.horizon}, as many steps as the models learned`;
    throw new ArgumentError({ where: WHERE, argument: '--days', expected, received: String(days) });
  }
  const names = set.series.map((one) => one.name);
  if (name !== undefined && !names.includes(name)) {
    throw new ArgumentError({ where: WHERE, argument: '--name', expected: `be one of ${list(names)}`, received: name });
  }
  await inRun(run, { options, set, fresh: false }, async (measurements) => {
    await useWasm();
    // What the run has measured is read: nothing is measured again.
    const findings = await measure(set, { options, plan, measurements });
    const { learned, title } = await learnBest(run, findings, model);
    const fans: Fan[] = [];
    for (const [index, series] of set.series.entries()) {
      if (name !== undefined && series.name !== name) continue;
      fans.push(await fanOf(series, learned, { index, steps: days, step: set.step, title }));
    }
    learned.dispose();
    await writeReport(run, findings, fans);
    process.stdout.write(`${fans.map((fan) => textOf(fan, process.stdout.columns || 80)).join('\n\n')}\n\n`);
    process.stdout.write(`In the report, too: ${run}/report.html\n`);
  });
}

/** The fan, its numbers, and how to read them. */
export function textOf(fan: Fan, width: number): string {
  const { series, title, step, times } = fan;
  const limit = Math.max(40, Math.min(width, 120));
  const head = `${series}, the next ${times.length} ${step}s by ${title}: ━ median, ▓ in 50, ░ in 80 of 100 cases if the future is like the past`;
  return [...wrap(head, limit), '', ...drawFan(fan, limit), '', ...fanLines(fan)].join('\n');
}

async function optionsOf(run: string): Promise<Options> {
  const path = `${run}/measurements/options.json`;
  const text = (await readIfThere(`${run}/summary.json`)) === undefined ? undefined : await readIfThere(path);
  if (text === undefined) {
    throw new ArgumentError({
      where: run,
      problem: 'there is no finished run',
      advice: 'Make one first: npm run forecast',
    });
  }
  try {
    const { data, columns, seed, epochs, quick } = JSON.parse(text) as Options;
    return { data, columns, seed, epochs, quick };
  } catch (cause) {
    throw new FormatError({ where: path, problem: 'the file does not hold the options of a run', cause });
  }
}
