import { fetchMeasured } from '@neurite/page-kit/fetch-measured';
import facts from './trained.json' with { type: 'json' };
import url from './trained.safetensors?url';

/** What the page opens with, and how well it translates phrases that it has never read; by `npm run weights`. */
export const TRAINED: typeof facts = facts;

/** @returns undefined where the weights cannot be had, or are not those that were measured */
export function trainedWeights(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return fetchMeasured(url, facts.sha256);
}
