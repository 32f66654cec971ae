import { readBytes, writeFileAtomic } from '@neurite/formats';
import type { Storage } from './storage.js';

/** A folder on a disk. Node only. */
export function folderStorage(folder: string): Storage {
  const { join } = process.getBuiltinModule('node:path');
  const { mkdir, open, readdir, rename, rm } = process.getBuiltinModule('node:fs/promises');
  const pathOf = (file: string): string => join(folder, file);
  const names = async (): Promise<string[]> => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };
  return {
    pathOf,
    list: async () => (await names()).filter((file) => !file.startsWith('.')),
    clean: async () => {
      const left = (await names()).filter((file) =>
        /^\.(step-\d+|best|exception-\d+)\.safetensors\..*\.tmp$/.test(file),
      );
      for (const file of left) await rm(pathOf(file), { force: true });
    },
    read: (file, length) => readBytes(pathOf(file), length === undefined ? {} : { length }),
    write: (file, bytes) => writeFileAtomic(pathOf(file), bytes),
    append: async (file, bytes, at) => {
      await mkdir(folder, { recursive: true });
      const handle = await open(pathOf(file), 'r+').catch((error: unknown) => {
        if (isMissing(error)) return open(pathOf(file), 'wx+');
        throw error;
      });
      try {
        await handle.truncate(at);
        await writeAt(handle, bytes, at);
        await handle.sync();
      } catch (error) {
        // A full disk is found by `write`, which knows no path.
        throw error instanceof Error ? Object.assign(error, { path: pathOf(file) }) : error;
      } finally {
        await handle.close();
      }
    },
    rename: (from, to) => rename(pathOf(from), pathOf(to)),
    remove: (file) => rm(pathOf(file), { force: true }),
  };
}

type Handle = Awaited<ReturnType<typeof import('node:fs/promises').open>>;

/** All of the bytes: one call may write a part. */
async function writeAt(handle: Handle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
