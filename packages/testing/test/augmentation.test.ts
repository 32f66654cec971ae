import { type Augmentation, hostArray, hostLike, type RandomStream } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { augmentationChecks, testAugmentation } from '../src/index.js';

type Fault =
  | 'forgets the boxes'
  | 'turns the mask the wrong way'
  | 'moves points by a fixed amount'
  | 'draws from elsewhere'
  | 'draws what is no JSON'
  | 'changes its input'
  | 'turns uint8 into float32'
  | 'leaves the range'
  | 'loses a box';

/** A mirror, left for right, or a fault of it. */
function mirror(fault?: Fault): Augmentation<boolean> {
  const flip = (
    data: ArrayLike<number>,
    to: { [i: number]: number },
    [height, width, channels]: readonly number[],
  ): void => {
    for (let y = 0; y < height!; y++) {
      for (let x = 0; x < width!; x++) {
        for (let c = 0; c < channels!; c++) {
          to[(y * width! + x) * channels! + c] = data[(y * width! + (width! - 1 - x)) * channels! + c]!;
        }
      }
    }
  };
  let draws = 0;
  const toss = (random: RandomStream): boolean =>
    fault === 'draws from elsewhere' ? draws++ % 2 === 0 : random.uniform() < 0.5;
  return {
    name: 'mirror',
    keeps: ['label'],
    draw: (random) => (fault === 'draws what is no JSON' && toss(random) ? (Symbol('yes') as never) : toss(random)),
    image: (image, mirrored) => {
      if (!mirrored) return image;
      const result = fault === 'changes its input' ? image : hostLike(image);
      flip(image.data.slice(), result.data, image.shape);
      if (fault === 'leaves the range') for (const i of result.data.keys()) result.data[i] = result.data[i]! * 2;
      if (fault === 'turns uint8 into float32') return hostArray(Float32Array.from(result.data), image.shape) as never;
      return result;
    },
    mask: (mask, mirrored) => {
      if (mirrored === (fault === 'turns the mask the wrong way')) return mask;
      const result = hostLike(mask);
      flip(mask.data, result.data, [...mask.shape.slice(0, 2), 1]);
      return result;
    },
    boxes: (boxes, mirrored, { before: { width } }) => {
      if (!mirrored || fault === 'forgets the boxes') return boxes;
      const result = hostLike(boxes);
      for (let at = 0; at < boxes.data.length; at += 4) {
        const [left, top, right, bottom] = boxes.data.subarray(at, at + 4);
        result.data.set([width - right!, top!, width - left!, bottom!], at);
      }
      if (fault === 'loses a box') return hostArray(result.data.slice(4), [result.data.length / 4 - 1, 4]);
      return result;
    },
    points: (points, mirrored, { before: { width } }) => {
      const fixed = fault === 'moves points by a fixed amount';
      const result = hostLike(points);
      for (const [i, value] of points.data.entries()) {
        result.data[i] = mirrored && i % 2 === 0 ? (fixed ? value + 3 : width - value) : value;
      }
      return result;
    },
  };
}

testAugmentation({ name: 'mirror', augmentation: mirror(), identity: false });

testAugmentation({
  name: 'to upper case',
  augmentation: { name: 'upper', draw: () => null, text: (text: string) => text.toUpperCase() },
  random: false,
});

describe('testAugmentation', () => {
  it.each<[Fault, string]>([
    ['forgets the boxes', 'has mask, boxes, points follow the image'],
    ['turns the mask the wrong way', 'has mask, boxes, points follow the image'],
    ['moves points by a fixed amount', 'has mask, boxes, points follow the image'],
    ['draws from elsewhere', 'draws JSON, the same from one seed'],
    ['draws what is no JSON', 'draws JSON, the same from one seed'],
    ['changes its input', 'leaves its input as it is'],
    ['turns uint8 into float32', 'keeps the form of image'],
    ['leaves the range', 'keeps the form of image'],
    ['loses a box', 'keeps the form of boxes'],
  ])('is red on an augmentation that %s', async (fault, name) => {
    const failed: string[] = [];
    for (const check of augmentationChecks({ name: 'mirror', augmentation: mirror(fault), identity: false })) {
      try {
        await check.run();
      } catch {
        failed.push(check.name);
      }
    }
    expect(failed).toContain(name);
  });

  it('is red on an identity that changes values, on draws that are alike, and on nothing at all', () => {
    const check = (name: string, augmentation: Augmentation<boolean>) =>
      augmentationChecks({ name: 'mirror', augmentation, identity: true }).find((one) => one.name === name)!.run;
    expect(check('changes nothing under its identity', mirror())).toThrow();
    expect(check('draws anew from another seed', { ...mirror(), draw: () => true })).toThrow();
    expect(
      check('changes at least one kind, and keeps none that it changes', { name: 'none', draw: () => true }),
    ).toThrow();
  });
});
