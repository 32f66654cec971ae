/** The network that was learned or loaded last, kept on this device until it is forgotten. */
const CACHE = 'digits-web-model';

/** Not beside other pages of this host: under the page's own path. */
function key(): string {
  return new URL('kept-model.safetensors', document.baseURI).href;
}

/** @returns the bytes that were kept; undefined where there are none, or the browser forbids to keep any */
export async function keptModel(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await (await caches.open(CACHE)).match(key());
    return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
  } catch {
    return undefined;
  }
}

export async function keepModel(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(key(), new Response(bytes));
  } catch {
    // Then it lasts as long as the page.
  }
}

export async function forgetModel(): Promise<void> {
  try {
    await (await caches.open(CACHE)).delete(key());
  } catch {
    // There was none.
  }
}
