// A small network in the form of a U: the way down sees more of the image, the skip keeps its detail, and both together
// label each pixel: whether it belongs to a disc.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, RandomStream, type Spec, spec, tensorInput } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { concatenate, conv2d, identity, lambda, maxPool2d, parallel, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { image, type Tensor4D } from '@tensorflow/tfjs-core';

await useWasm();

// Noisy images of a disc; the label of a pixel is 1 inside of it.
const [COUNT, SIDE] = [64, 16];
const random = RandomStream.fromSeed(8);
const pixels = random.normals(COUNT * SIDE * SIDE, 0, 0.3);
const labels = new Int32Array(pixels.length);
for (let i = 0; i < COUNT; i++) {
  const [x, y, radius] = [4 + random.integer(8), 4 + random.integer(8), 2 + random.integer(3)];
  for (let at = 0; at < SIDE * SIDE; at++) {
    if (Math.hypot((at % SIDE) - x, Math.floor(at / SIDE) - y) > radius) continue;
    labels[i * SIDE * SIDE + at] = 1;
    pixels[i * SIDE * SIDE + at]! += 1;
  }
}
const data = fromArrays({
  x: hostArray(pixels, [COUNT, SIDE, SIDE, 1]),
  y: hostArray(labels, [COUNT, SIDE, SIDE]),
});

/** Twice as high and wide: a layer made of a function. */
const upsample = () =>
  lambda((x: Tensor4D): Tensor4D => image.resizeBilinear(x, [2 * x.shape[1], 2 * x.shape[2]]), {
    name: 'upsample',
    outputSpec: (input: Spec) => {
      const [height, width, channels] = tensorInput('upsample', input, { axes: ['height', 'width', 'channels'] }).shape;
      return spec([height! * 2, width! * 2, channels!]);
    },
  });
const convolution = (filters: number) => sequential(conv2d(filters, 3, { padding: 'same' }), relu());

const network = sequential(
  convolution(8),
  parallel({
    skip: identity(),
    deep: sequential(maxPool2d(2), convolution(16), upsample()),
  }),
  concatenate(),
  convolution(8),
  conv2d(2, 1), // logits of two classes for each pixel
);
using model = build(network, { input: [SIDE, SIDE, 1], seed: 1 });
const history = await fit(model, data.shuffle().batch(8), {
  epochs: 8,
  loss: softmaxCrossEntropy,
  metrics: { accuracy },
  optimizer: adam({ learningRate: 0.01 }),
  seed: 1,
});
const { loss, metrics } = history.epochs.at(-1)!;
console.log(`loss ${loss.toFixed(3)}, ${(100 * metrics.accuracy).toFixed(1)} % of the pixels right`);
