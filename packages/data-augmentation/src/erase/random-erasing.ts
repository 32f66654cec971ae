import { resolveOptions } from '@neurite/core';
import { type EraseDraw, type EraseOptions, eraseAugmentation } from '../internal/erase-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange } from '../internal/ranges.js';

export type RandomErasingOptions = EraseOptions & {
  /** The share of the image that is erased, in (0, 1]. Default 0.02 to 0.33. */
  readonly area?: readonly [number, number];
  /** Width over height of the rectangle, above 0, uniform in its logarithm. Default 0.3 to 3.3. */
  readonly ratio?: readonly [number, number];
};

/**
 * Erases one rectangle of random area, proportions and place. Where ten rectangles do not fit, none is erased.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const erasing = randomErasing({ fill: 'noise' });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = erasing.draw(RandomStream.fromSeed(1), { image: [image] }); // holes and seed
 * const changed = erasing.image(image, draw);
 * @see Zhong et al., "Random erasing data augmentation", 2020; proportions are drawn by their logarithm, as in torchvision
 */
export function randomErasing(options: RandomErasingOptions = {}): ImageAugmentation<EraseDraw> {
  const name = 'randomErasing';
  const resolved = resolveOptions(name, options, {
    probability: 0.5,
    fill: 0,
    area: [0.02, 0.33],
    ratio: [0.3, 3.3],
  });
  const areas = checkRange(name, 'area', { value: resolved.area, above: 0, atMost: 1 });
  const ratios = checkRange(name, 'ratio', { value: resolved.ratio, above: 0 });
  const logarithms = [Math.log(ratios[0]), Math.log(ratios[1])] as const;
  return eraseAugmentation({
    name,
    options: resolved,
    holes: (random, frame) => {
      for (let attempt = 0; attempt < 10; attempt++) {
        const pixels = frame.height * frame.width * between(random, areas);
        const ratio = Math.exp(between(random, logarithms));
        const [height, width] = [Math.round(Math.sqrt(pixels / ratio)), Math.round(Math.sqrt(pixels * ratio))];
        if (height < 1 || width < 1 || height > frame.height || width > frame.width) continue;
        const left = random.integer(frame.width - width + 1);
        return [{ left, top: random.integer(frame.height - height + 1), height, width }];
      }
      return [];
    },
  });
}
