import { type Augmentation, hostLike } from '@neurite/core';
import { type AffineDraw, type RandomAffine, randomAffine } from '../src/index.js';

// Its own type has the methods, and it is what the contract asks for, with its draw or without.
const affine: RandomAffine = randomAffine();
affine satisfies Augmentation<AffineDraw>;
affine satisfies Augmentation;

// One of your own may be annotated with the contract.
export const invert: Augmentation<null> = {
  name: 'invert',
  keeps: ['label'],
  draw: () => null,
  image: (image) => {
    const result = hostLike(image);
    const most = image.dtype === 'uint8' ? 255 : 1;
    for (const [i, value] of image.data.entries()) result.data[i] = most - value;
    return result;
  },
};

export const wrong: Augmentation<null> = {
  name: 'wrong',
  draw: () => null,
  // @ts-expect-error an image is no text
  image: (image) => String(image),
};
