import { ArgumentError } from '@neurite/core';
import { type ImageFolder, type ImageFolderOptions, imageFolder } from './image-folder.js';

/** Images with two classes at least. */
export type ImageParts = {
  /** The names of the classes, by their index. */
  readonly classes: readonly string[];
  /** What is learned from: all images where the folder is not divided. */
  readonly train: ImageFolder;
  /** What is tested on; undefined where the folder is not divided. */
  readonly test: ImageFolder | undefined;
};

/**
 * Images for a classifier: a folder with a folder of images for each class, or with two such folders, `train` and `test`.
 * Node only.
 *
 * @param path the folder
 * @param options as for `imageFolder`, of both parts
 * @throws ArgumentError when there is no such folder, fewer than two classes have images, or the parts have different
 *   classes
 * @throws FormatError as `imageFolder`
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 * import { encodePng } from '@neurite/images';
 * for (const name of ['dark', 'light']) {
 *   await mkdir(`lamps/${name}`, { recursive: true });
 *   await writeFile(`lamps/${name}/1.png`, encodePng(hostArray(new Uint8Array(12), [2, 2, 3])));
 * }
 * const { classes, train, test } = await imageParts('lamps', { size: 32 });
 * console.log(classes, train.data.size, test); // ['dark', 'light'] 2 undefined
 */
export async function imageParts(path: string, options: ImageFolderOptions = {}): Promise<ImageParts> {
  if (!(await isFolder(path))) {
    const advice = 'Name a folder with a folder of images for each class';
    throw new ArgumentError({ where: path, problem: 'there is no such folder', advice });
  }
  const parts = [`${path}/train`, `${path}/test`];
  const isDivided = (await Promise.all(parts.map(isFolder))).every(Boolean);
  const train = await imageFolder(isDivided ? parts[0]! : path, options);
  const test = isDivided ? await imageFolder(parts[1]!, options) : undefined;
  const { classes } = train;
  if (classes.length < 2) {
    throw new ArgumentError({
      where: path,
      problem: classes.length === 0 ? 'no class has an image' : `there is one class with images, ${classes[0]}`,
      advice: 'A classifier needs two at least, each in a folder of its own',
    });
  }
  if (test !== undefined && test.classes.join('/') !== classes.join('/')) {
    throw new ArgumentError({
      where: path,
      problem: `its parts have different classes, ${classes.join(', ')} and ${test.classes.join(', ') || 'none'}`,
      advice: 'Give train and test the same folders',
    });
  }
  return { classes, train, test };
}

async function isFolder(path: string): Promise<boolean> {
  const { stat } = process.getBuiltinModule('node:fs/promises');
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
