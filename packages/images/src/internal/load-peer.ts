import { FormatError } from '@neurite/core';

/**
 * Loads an optional peer.
 *
 * @throws FormatError that says how to install it
 */
export async function loadPeer<T>(where: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const problem = `the npm package ${name} could not be loaded`;
    throw new FormatError({ where, problem, advice: `Install it: npm install ${name}`, cause });
  }
}
