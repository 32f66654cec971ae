let written = 0;

/**
 * Writes a file whole or not at all: into a temporary file in the same folder, forced to the disk, then renamed. Who
 * reads the path meanwhile sees the old file or the new one, never a part. Node only.
 *
 * @param path where; folders that are missing are made
 * @param content bytes, or text as UTF-8
 * @throws what the file system says; then the old file is as it was, and no temporary file is left
 * @example
 * await writeFileAtomic('runs/digits/summary.json', JSON.stringify({ testAccuracy: 0.984 }));
 */
export async function writeFileAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const { mkdir, open, rename, rm } = process.getBuiltinModule('node:fs/promises');
  const { basename, dirname, join } = process.getBuiltinModule('node:path');
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${written++}.tmp`);
  // wx: a file that somebody else made is an error, not overwritten; so what is removed below is our own.
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
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the rename itself last through a power cut. Windows cannot open a folder and needs no such thing. */
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
