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
    throw notLoaded(where, name, cause);
  }
}

/**
 * The same in Node, without waiting.
 *
 * @param file of the package; default: its main one
 */
export function loadPeerSync<T>(where: string, name: string, file: string = name): T {
  try {
    return process.getBuiltinModule('node:module').createRequire(import.meta.url)(file);
  } catch (cause) {
    throw notLoaded(where, name, cause);
  }
}

function notLoaded(where: string, name: string, cause: unknown): FormatError {
  const problem = `the npm package ${name} could not be loaded`;
  return new FormatError({ where, problem, advice: `Install it: npm install ${name}`, cause });
}
