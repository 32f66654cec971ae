import { percent } from '@neurite/command-kit/words';
import { fetchMeasured } from '@neurite/page-kit/fetch-measured';
import facts from './trained.json' with { type: 'json' };
import url from './trained.safetensors?url';

/** What the network that comes with the page answers right, in words. */
export const TRAINED: string = `It is right in ${percent(facts.accuracy)} of ${facts.tested} photographs that it had never seen.`;

/**
 * The network that comes with the page, made by `npm run weights`.
 *
 * @returns undefined where it cannot be had, or is not the one that was measured
 */
export function trainedNetwork(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return fetchMeasured(url, facts.sha256);
}
