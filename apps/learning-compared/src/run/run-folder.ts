import { rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { inMeasuredRun, type Measurements } from '@neurite/command-kit/measured-run';
import type { Options } from './settings.js';

/** Numbers of one machine and one Node belong together. */
const MACHINE = { node: process.versions.node, processor: cpus()[0]?.model ?? 'unknown' };

/**
 * Works in the folder of a run, alone: an interrupted run with the same options goes on there.
 *
 * @param fresh whether what is there may be deleted
 * @throws ArgumentError when another process works there, or the run there has other options
 */
export function inRun(
  run: string,
  { options, fresh }: { readonly options: Options; readonly fresh: boolean },
  work: (measurements: Measurements) => Promise<void>,
): Promise<void> {
  const identity = JSON.stringify({ ...options, ...MACHINE });
  // A network without its options may have learned something else.
  const begin = () => rm(networkOf(run), { force: true });
  return inMeasuredRun(run, { work: 'comparison', identity, fresh, describe, begin }, work);
}

/** Where the network of a run is saved, whose layers are looked into. */
export function networkOf(run: string): string {
  return `${run}/model.safetensors`;
}

/** Options as they are written on the command line. */
function describe(json: string): string {
  try {
    const { seed, epochs, quick, pets, node, processor } = JSON.parse(json) as Partial<Options & typeof MACHINE>;
    const given = [
      `--seed ${seed} --epochs ${epochs}`,
      ...(quick === true ? ['--quick'] : []),
      ...(pets === undefined ? [] : [`--pets ${pets}`]),
    ].join(' ');
    return node === MACHINE.node && processor === MACHINE.processor
      ? given
      : `${given}, with Node ${node} on ${processor}`;
  } catch {
    return 'some that cannot be read';
  }
}
