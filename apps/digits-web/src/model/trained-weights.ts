import facts from './trained.json' with { type: 'json' };
import url from './trained.safetensors?url';

/** What the weights read of the test digits, which they have never seen: a share, and how many there were. */
export const TRAINED: { readonly accuracy: number; readonly tested: number } = facts;

/**
 * The weights that the page opens with, made by `npm run weights`.
 *
 * @returns undefined where they cannot be had, or are not those that were measured
 */
export async function trainedWeights(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await isMeasured(bytes)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function isMeasured(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  // Pages of http, other than those of this device, have no digests; a file that is broken is refused when it is read.
  if (globalThis.crypto.subtle === undefined) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === facts.sha256;
}
