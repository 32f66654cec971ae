/** What this room keeps on the device: the images of all classes, and the network that has learned them. */
export type KeptName = 'images' | 'network';

const CACHE = 'neuron-lab-images';

/** Under the path of the page, so that other pages of this host have others. */
function key(name: KeptName): string {
  return new URL(`kept-${name}.safetensors`, document.baseURI).href;
}

/** @returns undefined where nothing is kept, or the browser forbids it */
export async function kept(name: KeptName): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await (await caches.open(CACHE)).match(key(name));
    return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** @returns whether the browser keeps it */
export async function keep(name: KeptName, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    await (await caches.open(CACHE)).put(key(name), new Response(bytes));
    return true;
  } catch {
    return false;
  }
}

export async function forgetKept(): Promise<void> {
  try {
    await caches.delete(CACHE);
  } catch {
    // Nothing was kept.
  }
}
