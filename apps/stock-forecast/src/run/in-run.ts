import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { inMeasuredRun, type Measurements } from '@neurite/command-kit/measured-run';
import { modelPathOf } from '@neurite/command-kit/model-card';
import type { SeriesSet } from '../data/series.js';
import type { Options } from '../settings.js';

/** Works in the folder of a run, alone: an interrupted run of the same series with the same options goes on there. */
export function inRun<T>(
  run: string,
  { options, set, fresh }: { readonly options: Options; readonly set: SeriesSet; readonly fresh: boolean },
  work: (measurements: Measurements) => Promise<T>,
): Promise<T> {
  const hash = createHash('sha256');
  for (const { name, times, values } of set.series) hash.update(name).update(times).update(values);
  const identity = JSON.stringify({ ...options, sha256: hash.digest('hex') });
  const begin = () => rm(modelPathOf(run), { force: true });
  return inMeasuredRun(run, { work: 'forecast', identity, fresh, describe, begin }, work);
}

/** Options as they are written on the command line. */
function describe(json: string): string {
  try {
    const { data, columns, seed, epochs, quick } = JSON.parse(json) as Options;
    const named = Object.entries(columns).map(([name, value]) => `--${name} ${value}`);
    return [`--data ${data}`, ...named, `--seed ${seed} --epochs ${epochs}`, ...(quick ? ['--quick'] : [])].join(' ');
  } catch {
    return 'some that cannot be read';
  }
}
