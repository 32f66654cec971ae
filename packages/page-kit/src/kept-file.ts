/** Bytes that are kept on this device until they are forgotten. */
export type KeptFile = {
  /** @returns undefined where there are none, or where the browser forbids caches */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Where the browser forbids it, or the device is full, they last as long as the page. */
  keep(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  forget(): Promise<void>;
};

/**
 * A file in the browser's caches.
 *
 * @param cache the name of the cache, which no other page of the host has
 * @param name of the file, under the path of the page, so that other copies of the page have others
 */
export function keptFile(cache: string, name: string): KeptFile {
  const key = (): string => new URL(name, document.baseURI).href;
  return {
    read: async () => {
      try {
        const response = await (await caches.open(cache)).match(key());
        return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
      } catch {
        return undefined;
      }
    },
    keep: async (bytes) => {
      try {
        await (await caches.open(cache)).put(key(), new Response(bytes));
      } catch {
        // As above.
      }
    },
    forget: async () => {
      try {
        await (await caches.open(cache)).delete(key());
      } catch {
        // There was none.
      }
    },
  };
}
