let written = 0;

/**
 * Writes a file atomically: to a temporary file in the same folder, which is flushed to the disk and then renamed. A
 * reader of the path sees the old file or the new one, never a part. Node only.
 *
 * @param path of the file; missing folders are created
 * @param content bytes, or text as UTF-8
 * @throws the error of the file system, with the `path`; the old file is then unchanged, and no temporary file is left
 * @example
 * await writeFileAtomic('runs/digits/summary.json', JSON.stringify({ testAccuracy: 0.984 }));
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const { mkdir, open, rename, rm } = process.getBuiltinModule('node:fs/promises');
  const { basename, dirname, join } = process.getBuiltinModule('node:path');
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${written++}.tmp`);
  // wx: an existing file is an error, so that the file removed below is always our own.
  const file = await open(temporary, 'wx');
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    // A full disk is found by `write`, which knows no path; the temporary one would say little.
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
  await syncFolder(folder);
}

/** Makes the rename survive a power failure. Windows cannot open a folder, and does not need this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { open } = process.getBuiltinModule('node:fs/promises');
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
