import { ArgumentError, checkInteger, checkKind, checkNumber, resolveOptions } from '@neurite/core';
import { axesOf } from '../internal/axes.js';
import { directionsOf } from '../internal/directions.js';
import { openLog } from '../internal/open-log.js';
import { StoredStudy } from '../internal/stored-study.js';
import type { Pruner } from '../pruners/pruner.js';
import { nsga2Sampler } from '../samplers/nsga2-sampler.js';
import type { Sampler } from '../samplers/sampler.js';
import { tpeSampler } from '../samplers/tpe-sampler.js';
import type { Space } from '../space/space.js';
import { memoryLog } from '../stores/memory-log.js';
import type { Study } from './study.js';
import type { StudyLog } from './study-log.js';
import type { Objectives } from './trial.js';

export type StudyOptions<O extends Objectives> = {
  /** Whether to look for small or large results, or which of several by name. Default 'minimize'. */
  readonly objectives?: O;
  /** What chooses values. Default: `tpeSampler()`; `nsga2Sampler()` with several objectives. */
  readonly sampler?: Sampler | undefined;
  /** What ends trials early, by what they report; with one objective only. Default: none. */
  readonly pruner?: Pruner | undefined;
  /** Where random numbers come from: an integer of at least 0. Default 0. */
  readonly seed?: number;
  /** Where trials are kept: `journal(path)`, `redisLog(client, key)`. Default: in memory. */
  readonly log?: StudyLog | undefined;
  /** How often the values of a trial are tried again whose process has died: at least 0. Default 2. */
  readonly retries?: number;
  /** Seconds without a sign of life after which a trial of another machine counts as lost: above 0. Default 120. */
  readonly patience?: number;
};

/**
 * Begins a study of a space of hyperparameters, or goes on with the one that its log holds.
 *
 * @throws ArgumentError for a space without hyperparameters, wrong options, and a log with a study of another space
 * @throws FormatError when the log is none of a study
 * @example
 * const study = await createStudy({ learningRate: float(1e-4, 1e-1, { log: true }), layers: int(1, 4) });
 * const trial = await study.ask();
 * if (trial !== undefined) {
 *   const { learningRate, layers } = trial.values; // train with these
 *   await study.tell(trial, (Math.log10(learningRate) + 2) ** 2 + layers);
 * }
 */
export async function createStudy<const S extends Space, const O extends Objectives = 'minimize'>(
  space: S,
  options: StudyOptions<O> = {},
): Promise<Study<S, O>> {
  const { sampler, pruner, seed, log, retries, patience, objectives } = resolveOptions('createStudy', options, {
    objectives: 'minimize' as O, // its default
    sampler: undefined,
    pruner: undefined,
    seed: 0,
    log: undefined,
    retries: 2,
    patience: 120,
  });
  const axes = axesOf('createStudy', space);
  const { directions, names } = directionsOf('createStudy', objectives);
  checkInteger('createStudy', 'seed', seed, { min: 0 });
  checkInteger('createStudy', 'retries', retries, { min: 0 });
  checkNumber('createStudy', 'patience', patience, { above: 0 });
  if (sampler !== undefined) checkKind('createStudy', 'sampler', sampler, { be: 'a sampler', member: 'sample' });
  if (pruner !== undefined) checkKind('createStudy', 'pruner', pruner, { be: 'a pruner', member: 'shouldPrune' });
  if (log !== undefined) checkKind('createStudy', 'log', log, { be: 'a log', member: 'append' });
  if (pruner !== undefined && names !== undefined) {
    throw new ArgumentError({ where: 'createStudy', problem: 'trials of several objectives cannot be pruned' });
  }
  const opened = await openLog(log ?? memoryLog(), { space, objectives, retries });
  return new StoredStudy<S, O>({
    space,
    axes,
    objectives,
    directions,
    names,
    sampler: sampler ?? (names === undefined ? tpeSampler() : nsga2Sampler()),
    pruner,
    seed,
    patience,
    log: opened,
  });
}
