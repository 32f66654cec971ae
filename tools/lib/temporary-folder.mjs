import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that is there while it is used.
 *
 * @template Result
 * @param {string} name a part of its name
 * @param {(folder: string) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function inTemporaryFolder(name, use) {
  const folder = mkdtempSync(join(tmpdir(), `neurite-${name}-`));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
