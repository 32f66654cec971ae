import { fetchMeasured } from '@neurite/page-kit/fetch-measured';
import facts from './trained.json' with { type: 'json' };
import url from './trained.safetensors?url';

/** What the weights read of the test digits, which they have never seen: a share, and how many there were. */
export const TRAINED: { readonly accuracy: number; readonly tested: number } = facts;

/**
 * The weights that the page opens with, made by `npm run weights`.
 *
 * @returns undefined where they cannot be had, or are not those that were measured
 */
export function trainedWeights(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return fetchMeasured(url, facts.sha256);
}
