import { FormatError } from '@neurite/core';

/** A file, and the index of its class. */
export type ImageFile = { readonly file: string; readonly label: number };

export type FoundImages = {
  readonly classes: readonly string[];
  readonly images: readonly ImageFile[];
  readonly ignored: readonly string[];
};

const IMAGE = /\.(?:jpe?g|png)$/i;

/**
 * The images of a folder with a folder for each class, ordered by code points. Hidden files are no files; a class may have
 * no images.
 */
export async function findImages(where: string, path: string): Promise<FoundImages> {
  const { join } = process.getBuiltinModule('node:path');
  const images: ImageFile[] = [];
  const { folders: classes, files: ignored } = await list(where, path);
  if (classes.length === 0) {
    throw new FormatError({
      where,
      problem: `${path} has no folders, one for each class`,
      advice: 'Put the images of each class into a folder of its name',
    });
  }
  for (const [label, name] of classes.entries()) {
    const open = [join(path, name)];
    for (let folder = open.shift(); folder !== undefined; folder = open.shift()) {
      const { folders, files } = await list(where, folder);
      open.push(...folders.map((inner) => join(folder as string, inner)));
      for (const file of files) {
        const full = join(folder, file);
        if (IMAGE.test(file)) images.push({ file: full, label });
        else ignored.push(full);
      }
    }
  }
  return { classes, images, ignored };
}

async function list(where: string, folder: string): Promise<{ readonly folders: string[]; readonly files: string[] }> {
  const { readdir } = process.getBuiltinModule('node:fs/promises');
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new FormatError({ where, problem: `${folder} could not be read (${cause.code})`, cause });
  });
  const seen = entries.filter(({ name }) => !name.startsWith('.')).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    folders: seen.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    files: seen.filter((entry) => !entry.isDirectory()).map(({ name }) => name),
  };
}
