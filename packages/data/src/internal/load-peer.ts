import { FormatError } from '@neurite/core';

/**
 * Loads an optional peer.
 *
 * @param name with its version, as npm takes it
 * @throws FormatError that says how to install it
 */
export async function loadPeer<T>(where: string, name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const [, bare] = /^(@?[^@]+)/.exec(name)!; // a name has a first character
    throw new FormatError({
      where,
      problem: `the npm package ${bare} could not be loaded`,
      advice: `Install it: npm install ${name}`,
      cause,
    });
  }
}
