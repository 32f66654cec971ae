import type { MpiFact } from '../mpi-probe.js';
import { familyOf } from './family.js';
import { type Family, launcherOf } from './launcher.js';
import { candidates } from './open-library.js';
import type { Surroundings } from './surroundings.js';

type Found = { readonly name: string; readonly version: string; readonly family: Family };

/** Looks at everything that processes need to find each other. */
export async function look(given: Surroundings): Promise<readonly MpiFact[]> {
  const { loadKoffi, env } = given;
  try {
    loadKoffi();
  } catch (error) {
    const fix = 'npm install --include=optional koffi';
    return [bad('koffi', error instanceof Error ? error.message : String(error), fix)];
  }
  const launcher = launcherOf(env);
  const started =
    launcher === undefined
      ? good('started', 'this process was started alone')
      : good('started', `${launcher.name} has started ${launcher.size} processes`);
  return [good('koffi', 'loads'), ...(await mpiFacts(given)), started];
}

async function mpiFacts(given: Surroundings): Promise<readonly MpiFact[]> {
  const { platform, env, install, versionOf } = given;
  const starter = await given.findStarter();
  const { NEURITE_MPI: named } = env;
  const names = candidates({ platform, launcher: undefined, given: named });
  const found = names.flatMap((name): Found[] => {
    const version = versionOf(name);
    const family = familyOf(version ?? '');
    return version === undefined || family === undefined ? [] : [{ name, version, family }];
  });
  const library =
    found[0] === undefined
      ? bad('library', `none of MPI is found: ${names.join(', ') || `none is known for ${platform}`}`, install)
      : good('library', found.map(({ name, version }) => `${version.split(',')[0]} (${name})`).join(', '));
  if (starter === undefined) return [library, bad('mpirun', 'neither mpirun nor mpiexec is found', install)];
  const { file, family, version } = starter;
  if (found[0] === undefined || family === undefined || found.some((one) => one.family === family)) {
    return [library, good('mpirun', `${version} (${file})`)];
  }
  const other = `it is of ${version}, and none of its libraries is found`;
  return [library, bad('mpirun', other, `take the mpirun of ${found[0].family}, or set NEURITE_MPI to its library`)];
}

function good(name: string, text: string): MpiFact {
  return { name, ok: true, text, fix: undefined };
}

export function bad(name: string, text: string, fix: string | undefined): MpiFact {
  return { name, ok: false, text, fix };
}
