import { type Augmentation, type DatasetIterator, hostArray, type IterateOptions, RandomStream } from '@neurite/core';
import { expectClose, expectNoLeak, onEachBackend } from '@neurite/testing';
import { dispose, memory, ones, type Tensor4D, tensor4d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  augmentBatches,
  augmentImages,
  compose,
  gaussianNoise,
  jitter,
  oneOf,
  randomAffine,
  randomCrop,
  randomErasing,
  randomHorizontalFlip,
  randomInvert,
  randomRotation,
  randomTranspose,
  withProbability,
} from '../src/index.js';

const random = () => RandomStream.fromSeed(3);
const gray = (count: number): Tensor4D => {
  const values = Float32Array.from({ length: count * 5 * 4 }, (_, i) => ((i * 37) % 101) / 100);
  return tensor4d(values, [count, 5, 4, 1]);
};

onEachBackend(() => {
  describe('augmentImages', () => {
    it('changes each image by its own draw', async () => {
      const images = ones([64, 2, 2, 1]) as Tensor4D;
      const changed = augmentImages(images, withProbability(0.5, randomInvert({ probability: 1 })), {
        random: random(),
      });
      const values = await changed.data();
      const inverted = Array.from({ length: 64 }, (_, i) => values[4 * i]).filter((value) => value === 0).length;
      expect(inverted).toBeGreaterThan(16);
      expect(inverted).toBeLessThan(48);
      dispose([images, changed]);
    });

    it('draws as one image after another', async () => {
      const images = gray(6);
      const augmentation = compose([
        randomCrop({ height: 3, width: 4 }),
        oneOf([randomHorizontalFlip({ probability: 1 }), randomErasing({ probability: 1 })]),
      ]);
      const changed = augmentImages(images, augmentation, { random: random() });
      const all = (await images.data()) as Float32Array;
      const [stream, expected] = [random(), [] as number[]];
      for (let i = 0; i < 6; i++) {
        const image = hostArray(all.slice(20 * i, 20 * (i + 1)), [5, 4, 1]);
        expected.push(...augmentation.image!(image, augmentation.draw(stream, { image: [image] })).data);
      }
      expect(changed.shape).toEqual([6, 3, 4, 1]);
      expect([...(await changed.data())]).toEqual(expected);
      dispose([images, changed]);
    });

    it.each(
      (['constant', 'edge', 'reflect', 'symmetric', 'wrap'] as const).flatMap((border) =>
        (['nearest', 'bilinear', 'bicubic'] as const).map((interpolation) => [border, interpolation] as const),
      ),
    )('fills %s borders by %s values as the host does', async (border, interpolation) => {
      const images = gray(3);
      const options = { degrees: [50, 130], border, fill: 0.5, interpolation } as const;
      const [rotation, shift] = [
        randomRotation(options),
        randomCrop({ height: 9, width: 11, padding: 6, border, fill: 0.5 }),
      ];
      for (const augmentation of [rotation, shift]) {
        const changed = augmentImages(images, augmentation as Augmentation, { random: random() });
        const [all, values] = [(await images.data()) as Float32Array, await changed.data()];
        const stream = random();
        const expected = [0, 1, 2].flatMap((i) => {
          const image = hostArray(all.slice(20 * i, 20 * (i + 1)), [5, 4, 1]);
          return [...augmentation.image(image, augmentation.draw(stream, { image: [image] }) as never).data];
        });
        expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-4);
        changed.dispose();
      }
      images.dispose();
    });

    it('leaves what it returns alone, also of no images', async () => {
      const images = gray(2);
      await expectNoLeak(() => augmentImages(images, randomAffine({ rotation: 20 }), { random: random() }));
      images.dispose();
      const none = zeros([0, 5, 4, 1]) as Tensor4D;
      const changed = augmentImages(none, randomAffine({ rotation: 20 }), { random: random() });
      expect(changed.shape).toEqual([0, 5, 4, 1]);
      dispose([none, changed]);
    });

    it.each([
      [
        'bytes',
        () => zeros([1, 5, 4, 1], 'int32'),
        randomInvert(),
        'augmentImages: `images` must be float32 from 0 to 1; received int32. Divide uint8 images by 255 first.',
      ],
      [
        'one image',
        () => zeros([5, 4, 1]),
        randomInvert(),
        'augmentImages: `images` must have shape [batch, height, width, channels]; received [5, 4, 1].',
      ],
      [
        'what the host alone can do',
        () => zeros([1, 5, 4, 1]),
        gaussianNoise(),
        'augmentImages: `augmentation` must be one that changes batches of images on the engine; received gaussianNoise. ' +
          'Augment samples on the host, with `augment` of a data set.',
      ],
      [
        'sizes that differ',
        () => zeros([9, 5, 4, 1]),
        withProbability(0.5, randomCrop({ height: 2, width: 2 })),
        'withProbability: `images` must keep one size; received some of 2 × 2 × 1, others of 5 × 4 × 1. ' +
          'Let the augmentations that change the size be applied to every image, and to one size.',
      ],
    ])('refuses %s', (_, make, augmentation, message) => {
      const images = make() as Tensor4D;
      const before = memory().numTensors;
      expect(() => augmentImages(images, augmentation as never, { random: random() })).toThrow(message);
      expect(memory().numTensors).toBe(before);
      images.dispose();
    });
  });

  describe('augmentBatches', () => {
    const batches = {
      size: 3,
      iterate: ({ position = 0 }: IterateOptions = {}) => {
        let at = position as number; // as `position` tells
        const own = {
          next: async () =>
            at === 3
              ? { done: true as const, value: undefined }
              : { done: false as const, value: { x: bytes(at++), y: hostArray(Int32Array.of(1, 2)) } },
          position: () => at,
          [Symbol.asyncIterator]: () => own,
        };
        return own;
      },
      [Symbol.asyncIterator]() {
        return this.iterate();
      },
    };
    const bytes = (seed: number) =>
      hostArray(
        Uint8Array.from({ length: 2 * 5 * 4 }, (_, i) => (i * 41 + 7 * seed) % 256),
        [2, 5, 4, 1],
      );
    /** A data set of one batch. */
    function one<T>(value: T): DatasetIterator<T> {
      let isDone = false;
      const own: DatasetIterator<T> = {
        next: async () => {
          if (isDone) return { done: true, value: undefined };
          isDone = true;
          return { done: false, value };
        },
        position: () => 0,
        [Symbol.asyncIterator]: () => own,
      };
      return own;
    }
    const augmented = augmentBatches(batches, randomAffine({ rotation: 40, shift: 1 }));

    /** The values of all batches from a place on. */
    async function pass(options: IterateOptions): Promise<number[][]> {
      const all = [];
      for await (const { x, dispose: free } of augmented.iterate(options)) {
        all.push([...(await x.data())]);
        free();
      }
      return all;
    }

    it('gives tensors of what it changed, which the batch frees', async () => {
      expect(augmented.size).toBe(3);
      const before = memory().numTensors;
      for await (const batch of augmented) {
        expect(batch.x.shape).toEqual([2, 5, 4, 1]);
        expect([...batch.y.data]).toEqual([1, 2]);
        expect(memory().numTensors).toBe(before + 1);
        batch.dispose();
      }
      expect(memory().numTensors).toBe(before);
    });

    it('takes bytes as parts of 255', async () => {
      const still = augmentBatches(batches, randomAffine());
      for await (const batch of still) {
        const values = await batch.x.data();
        expect(values[1]! * 255).toBeCloseTo(41, 3);
        batch.dispose();
        break;
      }
    });

    it('draws the same from one seed, anew in each epoch, and goes on where it stood', async () => {
      const whole = await pass({ seed: 5, epoch: 1 });
      expect(await pass({ seed: 5, epoch: 1 })).toEqual(whole);
      expect(await pass({ seed: 5, epoch: 2 })).not.toEqual(whole);
      expect(await pass({ seed: 6, epoch: 1 })).not.toEqual(whole);
      const iterator = augmented.iterate({ seed: 5, epoch: 1 });
      (await iterator.next()).value?.dispose();
      const position = JSON.parse(JSON.stringify(iterator.position()));
      expect(await pass({ seed: 5, epoch: 1, position })).toEqual(whole.slice(1));
    });

    it('changes on the host what the engine has no definition of, as `image` does', async () => {
      const noise = compose([randomAffine({ shift: 1 }), gaussianNoise()]);
      const before = memory().numTensors;
      let i = 0;
      for await (const { x, dispose: free } of augmentBatches(batches, noise).iterate({ seed: 3 })) {
        const random = RandomStream.fromSeed(3).child('augmentBatches').child('0').child(String(i));
        const { data } = bytes(i++);
        const expected = [data.subarray(0, 20), data.subarray(20)].flatMap((part) => {
          const image = hostArray(Uint8Array.from(part), [5, 4, 1]);
          return [...noise.image!(image, noise.draw(random, { image: [image] })).data].map((value) => value / 255);
        });
        expectClose(await x.data(), expected, { absolute: 1e-7 });
        free();
      }
      expect(i).toBe(3);
      expect(memory().numTensors).toBe(before);
    });

    it('takes tensors there, too, and refuses images of different sizes, and no images', async () => {
      const tensors = { ...batches, iterate: () => one({ x: zeros([2, 5, 4, 1]), y: hostArray(Int32Array.of(1, 2)) }) };
      for await (const { x, dispose: free } of augmentBatches(tensors, gaussianNoise())) {
        expect(x.shape).toEqual([2, 5, 4, 1]);
        free();
      }
      const turned = augmentBatches(batches, compose([gaussianNoise(), randomTranspose()]));
      const outcomes = await Promise.allSettled(
        Array.from({ length: 32 }, (_, seed) => turned.iterate({ seed }).next()),
      );
      const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
      expect(faults).toContain(
        'ShapeError: augmentBatches: compose gives images of [5, 4, 1] and [4, 5, 1], which are no batch.',
      );
      for (const outcome of outcomes) if (outcome.status === 'fulfilled') outcome.value.value?.dispose();
      const flat = augmentBatches(
        { ...batches, iterate: () => one({ x: zeros([2, 20]), y: hostArray(Int32Array.of(1, 2)) }) },
        gaussianNoise(),
      );
      await expect(flat.iterate().next()).rejects.toThrow(
        'augmentBatches: `x` must have shape [batch, height, width, channels]; received [2, 20].',
      );
      expect(() => augmentBatches(batches, jitter())).toThrow(
        'augmentBatches: `augmentation` must be one that changes images; received jitter.',
      );
    });
  });
});
