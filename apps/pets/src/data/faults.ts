import { list } from '@neurite/command-kit/words';
import { ArgumentError } from '@neurite/core/errors';
import type { ImageFolder } from '@neurite/data/image-folder';

/** A file or a class that is not as it should be, and whether it is used nevertheless. */
export type Fault = { readonly name: string; readonly problem: string; readonly used: boolean };

/** So many names make a sentence that somebody reads. */
const MOST_NAMES = 10;

/** Everything that is the matter with the files of a folder. */
export function faultsOf({ skipped, misnamed, ignored, emptyClasses }: ImageFolder, part: string): readonly Fault[] {
  return [
    ...emptyClasses.map((name) => ({ name, problem: `the class has no image in ${part}`, used: false })),
    ...skipped.map(({ file, problem }) => ({ name: file, problem: withoutPlace(problem), used: false })),
    ...ignored.map((name) => ({ name, problem: 'the name does not end in .jpg, .jpeg or .png', used: false })),
    ...misnamed.map(({ file, format }) => ({
      name: file,
      problem: `it is a ${format} image by its bytes`,
      used: true,
    })),
  ];
}

/**
 * @param folder of the photographs
 * @throws ArgumentError that names the faults, if there are any
 */
export function refuseFaults(folder: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new ArgumentError({
    where: folder,
    problem: faultsText(faults, MOST_NAMES),
    advice: 'Mend them, or leave them out with --faults skip',
  });
}

/** How many faults there are, and the first of them by name: `2 faults, a.jpg (…) and b.jpg (…)`. */
export function faultsText(faults: readonly Fault[], most: number): string {
  const named = faults.slice(0, most).map(({ name, problem }) => `${name} (${problem})`);
  const more = faults.length - named.length;
  const all = list([...named, ...(more > 0 ? [`${more} more`] : [])]);
  return `${faults.length} ${faults.length === 1 ? 'file or folder is' : 'files or folders are'} not as they should be: ${all}`;
}

/** `imageFolder (a.jpg): the image is cut off. Save it again.` as `the image is cut off`. */
function withoutPlace(message: string): string {
  const text = message.slice(message.indexOf('): ') + 3);
  return text.split('. ')[0]!.replace(/\.$/, '');
}
