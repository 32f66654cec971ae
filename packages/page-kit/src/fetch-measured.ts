/**
 * Fetches a file that was measured before.
 *
 * @param sha256 its digest, in hexadecimal
 * @returns undefined where it cannot be had, or is another one
 */
export async function fetchMeasured(url: string, sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await fetch(url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await hasDigest(bytes, sha256)) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

async function hasDigest(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  // Pages of http, other than those of this device, have no digests; a file that is broken is refused when it is read.
  if (globalThis.crypto.subtle === undefined) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}
