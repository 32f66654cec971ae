import { FormatError } from '@neurite/core/errors';

/** The path of a run's model beside the page: `npm run pets:web -- --run <folder>` serves it there. */
const RUN_MODEL = './run/model.safetensors';

/** Where a model comes from, and its bytes. */
export type ServedModel = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/**
 * The model that the page opens with; undefined where none is served with it.
 *
 * @throws FormatError where it cannot be had
 */
export async function servedModel(): Promise<ServedModel | undefined> {
  const run = new URLSearchParams(location.search).get('run');
  if (run === null) return undefined;
  const response = await fetch(RUN_MODEL).catch(() => undefined);
  if (response?.ok !== true) {
    const problem = 'its network cannot be loaded';
    throw new FormatError({ where: run, problem, advice: 'Load one from a file' });
  }
  return { name: run, bytes: new Uint8Array(await response.arrayBuffer()) };
}
