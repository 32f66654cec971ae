import { type Augmentation, type HostArray, RandomStream } from '@neurite/core';
import { dispose, tensor4d } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { expectNoLeak } from '../expect-no-leak.js';
import { FRAME, fieldsFor, sampleFields } from './sample-fields.js';

/** How far the float32 of an engine may be from the float64 of the host. */
const TOLERANCE = 1e-4;

/** Expects batches of images to become on the engine what the host makes of each image. */
export async function expectBatches(augmentation: Augmentation): Promise<void> {
  for (const image of sampleFields().image as readonly HostArray[]) {
    if (image.dtype !== 'float32') continue;
    const fields = { ...fieldsFor(augmentation), image: [image as HostArray<'float32'>] };
    const draws = Array.from({ length: 8 }, (_, seed) => augmentation.draw(RandomStream.fromSeed(seed), fields));
    for (const same of groupsOfOneSize(augmentation, draws)) await expectBatch(augmentation, image, same);
  }
}

/** Draws that leave images with the same size. */
function groupsOfOneSize(augmentation: Augmentation, draws: readonly unknown[]): readonly (readonly unknown[])[] {
  const groups = new Map<string, unknown[]>();
  for (const draw of draws) {
    const { height, width } = augmentation.frame?.(FRAME, draw) ?? FRAME;
    const key = `${height} × ${width}`;
    groups.set(key, [...(groups.get(key) ?? []), draw]);
  }
  return [...groups.values()];
}

/** A batch of one image under several draws. */
async function expectBatch(
  augmentation: Augmentation,
  image: HostArray<'float32'>,
  draws: readonly unknown[],
): Promise<void> {
  const expected = draws.map((draw) => augmentation.image!(image, draw));
  const given = Float32Array.from(
    { length: draws.length * image.data.length },
    (_, i) => image.data[i % image.data.length]!,
  );
  const images = tensor4d(given, [draws.length, ...image.shape] as [number, number, number, number]);
  await expectNoLeak(() => augmentation.images!(images, draws));
  const found = augmentation.images!(images, draws);
  expect(found.shape).toEqual([draws.length, ...expected[0]!.shape]);
  const values = await found.data();
  for (const [i, { data }] of expected.entries()) {
    const own = values.subarray(i * data.length, (i + 1) * data.length);
    const at = own.findIndex((value, k) => !(Math.abs(value - data[k]!) <= TOLERANCE));
    if (at >= 0) assert.fail(`element ${at} is ${own[at]}, not ${data[at]}, under ${JSON.stringify(draws[i])}`);
  }
  expect(await images.data()).toEqual(given);
  dispose([images, found]);
}
