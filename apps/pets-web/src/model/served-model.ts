import { FormatError } from '@neurite/core/errors';
import { TRAINED, trainedNetwork } from './trained-network.js';

/** The path of a run's model beside the page: `npm run pets:web -- --run <folder>` serves it there. */
const RUN_MODEL = './run/model.safetensors';

/** Where a model comes from, and its bytes. */
export type ServedModel = {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What else is known of it, in a sentence. */
  readonly note?: string;
};

/**
 * The model that the page opens with: of a run that is served with it, else the one that comes with it.
 *
 * @throws FormatError where it cannot be had
 */
export async function servedModel(): Promise<ServedModel> {
  const run = new URLSearchParams(location.search).get('run');
  if (run === null) {
    const bytes = await trainedNetwork();
    if (bytes === undefined) throw missing('the page');
    return { name: 'The network of this page', bytes, note: TRAINED };
  }
  const response = await fetch(RUN_MODEL).catch(() => undefined);
  if (response?.ok !== true) throw missing(run);
  return { name: run, bytes: new Uint8Array(await response.arrayBuffer()) };
}

function missing(where: string): FormatError {
  return new FormatError({ where, problem: 'its network cannot be loaded', advice: 'Load one from a file' });
}
