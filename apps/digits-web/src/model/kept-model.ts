/** The cache that keeps the last trained or loaded model on this device until it is forgotten. */
const CACHE = 'digits-web-model';

/** Under the path of the page, so that other pages of this host have others. */
function key(): string {
  return new URL('kept-model.safetensors', document.baseURI).href;
}

/** @returns the kept bytes; undefined where there are none or the browser forbids caches */
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
    // The browser forbids caches: the model lasts as long as the page.
  }
}

export async function forgetModel(): Promise<void> {
  try {
    await (await caches.open(CACHE)).delete(key());
  } catch {
    // There was none.
  }
}
