import type { Measurements } from '@neurite/command-kit/measured-run';
import { progressLine } from '@neurite/command-kit/progress-line';
import { conclusionsOf } from './conclusions/conclusions.js';
import type { DataSet } from './data/data-set.js';
import { countLines } from './features/count-lines.js';
import { lookInside } from './layers/look-inside.js';
import { printResults } from './report/print-results.js';
import { type Findings, writeReport } from './report/write-report.js';
import { examineAll } from './run/examine-all.js';
import { loadDataSets } from './run/load-data-sets.js';
import { measureAll } from './run/measure-all.js';
import { measureHardware } from './run/measure-hardware.js';
import { planCells } from './run/plan.js';
import type { Results } from './run/results.js';
import { inRun, networkOf } from './run/run-folder.js';
import { type Options, type Scale, scaleOf } from './run/settings.js';
import { versions } from './versions.js';

type CompareOptions = Omit<Options, 'quick' | 'pets'> & {
  readonly quick?: boolean;
  readonly pets?: string;
  readonly run?: string;
  readonly fresh?: boolean;
};

/**
 * Measures everything that the folder of the run does not have yet, and writes what follows from it.
 *
 * @param scale how much is compared. Default: as the options say
 */
export async function compare(
  { seed, epochs, quick = false, pets, run, fresh = false }: CompareOptions,
  scale: Scale = scaleOf({ quick }),
): Promise<void> {
  const options: Options = { seed, epochs, quick, pets: pets ?? (process.env.NEURITE_PETS || undefined) };
  const folder = run ?? (quick ? 'runs/learning-compared-quick' : 'runs/learning-compared');
  const loaded = await loadDataSets(options, scale);
  await inRun(folder, { options, fresh }, async (measurements) => {
    const findings = await measure(folder, loaded, { options, scale, measurements });
    await writeReport(folder, findings);
    printResults({ ...findings, folder });
  });
}

/** Everything in its order: the data first, cell by cell, then what is inside the network, and the hardware. */
async function measure(
  folder: string,
  { dataSets, absent }: Awaited<ReturnType<typeof loadDataSets>>,
  {
    options,
    scale,
    measurements,
  }: { readonly options: Options; readonly scale: Scale; readonly measurements: Measurements },
): Promise<Findings> {
  const bar = progressLine();
  const examinations = await examineAll(dataSets, { seed: options.seed, bar });
  const cells = await measureAll(planCells(dataSets, scale), { dataSets, measurements, options, scale, bar });
  const images = dataSets.find(({ name }) => name === 'digits')!;
  const say = (stage: string) => (detail: string) => bar.show(1, { stage, detail });
  const path = networkOf(folder);
  const inside = await lookInside(images, { path, options, scale, measurements, say: say('looking into the network') });
  const hardware = await measureHardware(images, measurements, { ...scale, say: say('hardware') });
  bar.clear();
  const { probes, neighbors, pictures } = inside;
  const results = { cells, probes, neighbors, hardware, lines: await linesOf(dataSets), absent };
  return {
    results,
    conclusions: conclusionsOf(results),
    dataSets,
    examinations,
    inside: { dataSet: images, pictures },
    options,
    versions: versions(),
  };
}

/** What hand-made features and networks cost in lines of code. */
async function linesOf(dataSets: readonly DataSet[]): Promise<Results['lines']> {
  const features = await Promise.all(
    dataSets.map(async ({ name, featureFiles }) => [name, await countLines('features', featureFiles)] as const),
  );
  return { features: Object.fromEntries(features), networks: await countLines('models', ['networks.ts']) };
}
