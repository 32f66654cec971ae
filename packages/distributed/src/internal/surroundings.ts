import { findStarter, type Starter } from './find-starter.js';
import { installCommand } from './install-command.js';
import { loadKoffi } from './koffi.js';
import { versionIn } from './open-library.js';

/** What is looked at; tests hand in others. */
export type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Throws where libraries cannot be called. */
  loadKoffi(): void;
  /** What a library says that it is: empty where it is none of MPI, undefined where it is not found. */
  versionOf(name: string): string | undefined;
  findStarter(): Promise<Starter | undefined>;
  /** The command that installs MPI. */
  readonly install: string;
};

/** Those of this process. */
export function surroundings(): Surroundings {
  const { platform, env } = process;
  return { platform, env, loadKoffi, versionOf, findStarter, install: installCommand(platform) };
}

function versionOf(name: string): string | undefined {
  try {
    // Its symbols stay its own: there may be several of MPI.
    const library = loadKoffi().load(name);
    const version = versionIn(library) ?? '';
    library.unload();
    return version;
  } catch {
    return undefined;
  }
}
