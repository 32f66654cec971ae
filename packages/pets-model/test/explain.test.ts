import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, inference, Module, parameters, RandomStream } from '@neurite/core';
import {
  concat,
  mean,
  removeBackend,
  reverse,
  slice,
  type Tensor2D,
  type Tensor4D,
  tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradCam } from '../src/grad-cam.js';
import { Mirrored } from '../src/mirrored.js';
import { type PetNetwork, petNetwork } from '../src/network.js';
import { occlusion } from '../src/occlusion.js';
import { overlay } from '../src/overlay.js';
import { toInputs } from '../src/pixels.js';
import { distanceFromUsual } from '../src/usual.js';
import { whereItLooks } from '../src/where-it-looks.js';
import { SMALL } from './support/small.js';

const random = RandomStream.fromSeed(1);
const noise = Uint8Array.from({ length: 32 * 32 * 3 }, () => random.integer(256));
const photograph = hostArray(noise, [1, 32, 32, 3]);

beforeAll(() => useWasm());
afterAll(() => removeBackend('wasm'));

it('bytes become numbers of mean 0 and variance 1 by channel', () => {
  const { data } = toInputs(hostArray(Uint8Array.of(124, 116, 104, 255, 0, 255), [1, 2, 3]));
  const expected = [124 / 255 - 0.485, 116 / 255 - 0.456, 104 / 255 - 0.406, 0.515, -0.456, 0.594];
  for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value / [0.229, 0.224, 0.225][i % 3]!, 5);
});

describe('a network', () => {
  let network: PetNetwork;
  beforeAll(() => {
    network = build(petNetwork(SMALL, 2), { input: [null, null, 3], seed: 1 }) as PetNetwork; // as the blueprint says
  });
  afterAll(() => network.dispose());

  it('answers a photograph and its mirror image alike', async () => {
    const x = tensor(toInputs(photograph).data, [1, 32, 32, 3]) as Tensor4D;
    const answers = [x, reverse(x, 2)].map((one) => new Mirrored(network, 2).forward(one, inference()));
    const [one, other] = await Promise.all(answers.map((answer) => answer.data()));
    for (const [i, value] of one!.entries()) expect(value).toBeCloseTo(other![i]!, 5);
  });

  it('is seen through by Grad-CAM: weights of the last layer times feature maps', async () => {
    const x = tensor(toInputs(photograph).data, [1, 32, 32, 3]) as Tensor4D;
    const features = network.layers.backbone.forward(x, inference());
    const [maps, kernel] = [await features.array(), await parameters(network).get('layers.fc.kernel')!.value.array()];
    const sums = maps[0]!.flatMap((row) =>
      row.map((cell) => cell.reduce((sum, value, c) => sum + value * (kernel as number[][])[c]![1]!, 0)),
    );
    const largest = Math.max(...sums);
    const { values, height, width } = await gradCam(network, x, 1);
    expect([height, width]).toEqual(features.shape.slice(1, 3));
    expect(largest).toBeGreaterThan(0);
    for (const [i, sum] of sums.entries()) expect(values[i]).toBeCloseTo(Math.max(0, sum / largest), 4);
  });
});

/** Its first logit is the brightness of the upper left corner. */
class Corner extends Module<Tensor4D, Tensor2D> {
  override forward(x: Tensor4D): Tensor2D {
    const bright = mean(slice(x, [0, 0, 0, 0], [-1, 3, 3, 1]), [1, 2]) as Tensor2D;
    return concat([bright, zerosLike(bright)], 1);
  }
}

it('occlusion finds the part that the answer needs', async () => {
  const white = hostArray(new Uint8Array(32 * 32 * 3).fill(255), [32, 32, 3]);
  const { values, height } = await occlusion(new Corner(), white, 0);
  expect(height).toBe(8);
  expect(values[0]).toBe(1);
  // Those that do not reach the corner.
  expect([...values.slice(16)].every((value) => value === 0)).toBe(true);
  const shown = overlay(white, { values, height: 8, width: 8 });
  expect([shown.data[0], shown.data.at(-1)]).toEqual([255, 147]);
});

it('the distance from what is usual is that of Mahalanobis', () => {
  // The covariance [[4, 2], [2, 10]].
  const usual = { center: [1, 2], factor: [2, 1, 3] };
  expect(distanceFromUsual([1, 2], usual)).toBe(0);
  expect(distanceFromUsual([3, 2], usual)).toBeCloseTo(Math.sqrt(40 / 36), 12);
  expect(distanceFromUsual([1, 5], usual)).toBeCloseTo(Math.sqrt(36 / 36), 12);
});

it.each([
  [[1, 0, 0, 0, 0, 0, 0, 0, 0], 'the upper left'],
  [[0, 0, 0, 0, 1, 0, 0, 0, 0], 'the middle'],
  [[0, 0, 0, 0, 0, 0, 0, 1, 0], 'the lower part'],
  [[0, 0, 1, 0, 0, 1, 0, 0, 1], 'the right'],
  [[1, 1, 1, 1, 1, 1, 1, 1, 1], 'the middle'],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0], 'nowhere'],
])('tells in words where heat of %o lies', (values, words) => {
  expect(whereItLooks({ values: Float32Array.from(values), height: 3, width: 3 })).toBe(words);
});
