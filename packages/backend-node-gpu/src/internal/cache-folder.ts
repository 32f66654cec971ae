import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder where `setup` keeps what it builds: the user's, so that no project and no installation is touched.
 * `NEURITE_CACHE` names another one.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.HOME ?? homedir();
  const caches = environment.NEURITE_CACHE ?? environment.XDG_CACHE_HOME ?? join(home, '.cache');
  return join(caches, 'neurite', 'backend-node-gpu');
}
