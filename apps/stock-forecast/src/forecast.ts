import { existsSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { modelPathOf } from '@neurite/command-kit/model-card';
import { progressLine } from '@neurite/command-kit/progress-line';
import { loadSeries } from './data/load-series.js';
import type { SeriesSet } from './data/series.js';
import { trainNetwork } from './forecasters/network-forecaster.js';
import type { NetworkName } from './forecasters/networks.js';
import { referenceOf } from './forecasters/scales.js';
import { fanOf } from './predict/fan.js';
import { learnBest } from './predict/learn-best.js';
import { findingsText } from './report/print-findings.js';
import { writeReport, writeSummary } from './report/write-report.js';
import type { Findings } from './run/findings.js';
import { inRun } from './run/in-run.js';
import { measure } from './run/measure.js';
import { saveNetwork } from './run/model-file.js';
import { type Options, planOf } from './settings.js';

export type ForecastOptions = Options['columns'] & {
  readonly data: string;
  readonly seed: number;
  readonly epochs: number;
  readonly quick?: boolean;
  readonly run?: string;
  readonly fresh?: boolean;
};

/** Compares networks and baselines on the past, saves the best network, and writes what follows. */
export async function forecastCommand(given: ForecastOptions): Promise<void> {
  const options = optionsOf(given);
  const run = given.run ?? (options.quick ? 'runs/stock-forecast-quick' : 'runs/stock-forecast');
  const set = await loadSeries(options.data, options.columns);
  const plan = planOf(set, options);
  await inRun(run, { options, set, fresh: given.fresh ?? false }, async (measurements) => {
    await useWasm();
    const findings = await measure(set, { options, plan, measurements });
    await saveBestNetwork(run, findings);
    await writeSummary(run, findings);
    const { learned, title } = await learnBest(run, findings);
    const fans = [];
    for (const [index, series] of set.series.entries()) {
      fans.push(await fanOf(series, learned, { index, steps: plan.task.horizon, step: set.step, title }));
    }
    learned.dispose();
    await writeReport(run, findings, fans);
    const next = `The next days: npm run forecast -- predict --days ${Math.min(10, plan.task.horizon)}${run === 'runs/stock-forecast' ? '' : ` --run ${run}`}`;
    const text = findingsText(findings, process.stdout.columns || 80);
    process.stdout.write(`${text}\n\n${run}: report.html, summary.json, model.safetensors\n${next}\n`);
  });
}

function optionsOf({ data, seed, epochs, quick = false, date, value, series }: ForecastOptions): Options {
  const columns = {
    ...(date !== undefined && { date }),
    ...(value !== undefined && { value }),
    ...(series !== undefined && { series }),
  };
  return { data, columns, seed, epochs, quick };
}

/** The best network learns from everything that there is. */
async function saveBestNetwork(run: string, { set, plan, compared }: Findings): Promise<void> {
  if (existsSync(modelPathOf(run))) return;
  const { name, title } = compared.find(({ isNetwork }) => isNetwork)!;
  const past = pastOfAll(set);
  const bar = progressLine();
  bar.show(0.99, { stage: 'learning from everything', detail: title });
  const model = await trainNetwork(name as NetworkName, past, plan.task);
  bar.clear();
  await saveNetwork(run, model, { version: 1, name, title, task: plan.task, reference: referenceOf(past) });
  model.dispose();
}

function pastOfAll({ series }: SeriesSet): readonly Float64Array[] {
  return series.map(({ logs }) => logs);
}
