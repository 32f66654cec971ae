import type { Storage } from './storage.js';

/** What the types of the DOM that the packages are built with leave out. */
type Folder = Omit<FileSystemDirectoryHandle, 'getDirectoryHandle'> & {
  keys(): AsyncIterable<string>;
  getDirectoryHandle(name: string, options?: { readonly create: boolean }): Promise<Folder>;
};

/** A folder in the origin private file system of a page or a worker. */
export function originStorage(path: string): Storage {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const open = async (create: boolean): Promise<Folder> => {
    let folder = (await navigator.storage.getDirectory()) as unknown as Folder; // with the iteration that it has
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  };
  /** The folder where it exists. */
  const existing = (): Promise<Folder | undefined> =>
    open(false).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  const fileOf = async (name: string): Promise<File> => (await (await open(false)).getFileHandle(name)).getFile();
  const read = async (name: string, length?: number): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await fileOf(name)).slice(0, length).arrayBuffer());
  /** The bytes come from a copy, which takes the place of the file when it is closed: a tab that goes leaves the old file. */
  const write = async (name: string, bytes: Uint8Array<ArrayBuffer>, at?: number): Promise<void> => {
    const handle = await (await open(true)).getFileHandle(name, { create: true });
    const stream = await handle.createWritable({ keepExistingData: at !== undefined });
    try {
      if (at !== undefined) {
        await stream.truncate(at);
        await stream.seek(at);
      }
      await stream.write(bytes);
    } catch (error) {
      await stream.abort();
      throw error;
    }
    await stream.close();
  };
  return {
    pathOf: (file) => [...parts, file].join('/'),
    list: async () => {
      const folder = await existing();
      const names: string[] = [];
      if (folder === undefined) return names;
      for await (const name of folder.keys()) {
        // An empty one is a first write that did not come to its end.
        if (!name.endsWith('.crswap') && (await fileOf(name).catch(() => undefined))?.size) names.push(name);
      }
      return names;
    },
    clean: async () => {
      const folder = await existing();
      if (folder === undefined) return;
      const names: string[] = [];
      for await (const name of folder.keys()) if (name.endsWith('.crswap')) names.push(name);
      for (const name of names) await folder.removeEntry(name);
    },
    read,
    write: (file, bytes) => write(file, bytes),
    append: write,
    rename: async (from, to) => {
      await write(to, await read(from));
      await (await open(false)).removeEntry(from);
    },
    remove: async (file) => {
      const folder = await existing();
      await folder?.removeEntry(file).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
