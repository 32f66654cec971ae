import type { FoundFile } from './found-files.js';

/** A class and its images, as small as the network sees them. */
export type ImageClass = { readonly name: string; readonly images: readonly Uint8Array[] };

/** Images to learn, one after another, and the class of each. */
export type ImageSet = { readonly pixels: Uint8Array; readonly labels: Uint8Array };

export const CLASS_COUNT = { least: 2, most: 6 } as const;
/** Most images of a class: more take long to learn on a phone. */
export const MOST_IMAGES = 200;

/** Every fifth image is kept back to test with. */
const TEST_EVERY = 5;

/** The images to learn and those to test with. */
export function divided(classes: readonly ImageClass[]): { readonly train: ImageSet; readonly test: ImageSet } {
  const all = classes.flatMap(({ images }, label) => images.map((image, i) => ({ image, label, tested: isTested(i) })));
  const setOf = (tested: boolean): ImageSet => {
    const chosen = all.filter((one) => one.tested === tested);
    const pixels = new Uint8Array(chosen.reduce((sum, { image }) => sum + image.length, 0));
    let at = 0;
    for (const { image } of chosen) {
      pixels.set(image, at);
      at += image.length;
    }
    return { pixels, labels: Uint8Array.from(chosen, ({ label }) => label) };
  };
  return { train: setOf(false), test: setOf(true) };
}

function isTested(index: number): boolean {
  return index % TEST_EVERY === TEST_EVERY - 1;
}

/** The images that are kept back, class by class. */
export function testImages(
  classes: readonly ImageClass[],
): readonly { readonly pixels: Uint8Array; readonly truth: string }[] {
  const kept = classes.map(({ name, images }) => ({ name, images: images.filter((_, i) => isTested(i)) }));
  const most = Math.max(...kept.map(({ images }) => images.length));
  return Array.from({ length: most }, (_, i) =>
    kept.flatMap(({ name, images }) => (images[i] === undefined ? [] : [{ pixels: images[i], truth: name }])),
  ).flat();
}

/** Whether there is something to learn: two classes, each with an image. */
export function canLearn(classes: readonly ImageClass[]): boolean {
  return classes.length >= CLASS_COUNT.least && classes.every(({ images }) => images.length > 0);
}

/** The classes in the order of these names, which a network has learned; undefined where they are others. */
export function namedSo(classes: readonly ImageClass[], names: readonly string[]): readonly ImageClass[] | undefined {
  const found = names.flatMap((name) => classes.filter((one) => one.name === name));
  return found.length === names.length && new Set(found).size === classes.length ? found : undefined;
}

/** Image files by the folder that they lie in, which is their class, in the order of their names. */
export function byFolder(files: readonly FoundFile[]): { readonly name: string; readonly files: readonly File[] }[] {
  const folders = new Map<string, File[]>();
  for (const { path, file } of files) {
    if (!file.type.startsWith('image/')) continue;
    const folder = path.split('/').at(-2) ?? '';
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [file]);
    else known.push(file);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, files]) => ({ name, files }));
}
