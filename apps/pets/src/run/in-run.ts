import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { inMeasuredRun, type Measurements } from '@neurite/command-kit/measured-run';
import { modelPathOf } from '@neurite/command-kit/model-card';
import type { Photographs } from '../data/photographs.js';
import type { Options } from '../settings.js';

/** The folder of a run's checkpoints, which is there until the run has ended. */
export function checkpointsOf(run: string): string {
  return `${run}/checkpoints`;
}

/** Works in the folder of a run, alone: an interrupted run of the same photographs with the same options goes on there. */
export function inRun<T>(
  run: string,
  given: { readonly options: Options; readonly photographs: Photographs; readonly fresh: boolean },
  work: (measurements: Measurements) => Promise<T>,
): Promise<T> {
  const { options, photographs, fresh } = given;
  const hash = createHash('sha256');
  for (const { x, y } of [photographs.train, photographs.validation, photographs.test])
    hash.update(x.data).update(y.data);
  const identity = JSON.stringify({ ...options, sha256: hash.digest('hex') });
  const begin = async (): Promise<void> => {
    await rm(checkpointsOf(run), { recursive: true, force: true });
    await rm(modelPathOf(run), { force: true });
  };
  return inMeasuredRun(run, { work: 'training', identity, fresh, describe, begin }, work);
}

/** Options as they are written on the command line. */
function describe(json: string): string {
  try {
    const { data, faults, size, seed, epochs, quick, weights, probe } = JSON.parse(json) as Options;
    return [
      ...[`--data ${data} --size ${size} --seed ${seed} --epochs ${epochs}`],
      ...(faults === 'refuse' ? ['--faults refuse'] : []),
      ...(weights === undefined ? [] : [`--weights ${weights}`]),
      ...(probe ? ['--probe'] : []),
      ...(quick ? ['--quick'] : []),
    ].join(' ');
  } catch {
    return 'some that cannot be read';
  }
}
