import { FormatError } from '@neurite/core';
import { readSafetensors, type SafetensorsEntry, writeSafetensors } from '@neurite/formats';
import { CLASS_COUNT, type ImageClass } from './image-classes.js';
import { IMAGE_BYTES, SIDE } from './small-image.js';

const KEY = 'neuronLabClasses';

/** The names of classes, as the metadata of a file. */
export function namesOf(names: readonly string[]): Readonly<Record<string, string>> {
  return { [KEY]: JSON.stringify(names) };
}

/**
 * The classes that a file of this room names.
 *
 * @throws FormatError when it names none
 */
export function classesIn(bytes: Uint8Array): readonly string[] {
  return namesIn(readSafetensors(bytes).metadata);
}

/** The images of all classes as a file. */
export function writeClasses(classes: readonly ImageClass[]): Uint8Array<ArrayBuffer> {
  const tensors = classes.map(({ images }, i): [string, SafetensorsEntry] => {
    const data = new Uint8Array(images.length * IMAGE_BYTES);
    for (const [at, image] of images.entries()) data.set(image, at * IMAGE_BYTES);
    return [String(i), { dtype: 'U8', shape: [images.length, SIDE, SIDE, 3], data }];
  });
  return writeSafetensors({
    tensors: Object.fromEntries(tensors),
    metadata: namesOf(classes.map(({ name }) => name)),
  });
}

/**
 * The opposite of `writeClasses`.
 *
 * @throws FormatError when the file is no such
 */
export function readClasses(bytes: Uint8Array): readonly ImageClass[] {
  const { tensors, metadata } = readSafetensors(bytes);
  return namesIn(metadata).map((name, i) => {
    const { data, shape } = tensors[i] ?? { data: undefined, shape: [] };
    const [count = 0] = shape;
    if (!(data instanceof Uint8Array) || shape.join() !== [count, SIDE, SIDE, 3].join()) {
      throw wrong(`hold images of ${SIDE} × ${SIDE} pixels for each class`);
    }
    return {
      name,
      images: Array.from({ length: count }, (_, k) => data.slice(k * IMAGE_BYTES, (k + 1) * IMAGE_BYTES)),
    };
  });
}

function namesIn(metadata: Readonly<Record<string, string>>): readonly string[] {
  const { least, most } = CLASS_COUNT;
  let names: unknown;
  try {
    names = JSON.parse(metadata[KEY] ?? '');
  } catch {
    names = undefined;
  }
  const strings = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  if (strings.length < least || strings.length > most) throw wrong(`name ${least} to ${most} classes`);
  return strings;
}

function wrong(expected: string): FormatError {
  return new FormatError({
    where: 'the room of images',
    argument: 'file',
    expected,
    received: 'another file',
    advice: 'Take one that was saved in this room',
  });
}
