// A transformer that predicts the next character: embeddings of characters and positions, blocks of causal attention and
// dense layers with residual connections, and a head over the vocabulary.
import { useWasm } from '@neurite/backend-wasm';
import { build, hostArray, inference, summary, tokens } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import {
  dense,
  embedding,
  gelu,
  layerNorm,
  multiHeadAttention,
  positionalEmbedding,
  residual,
  sequential,
} from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adamW } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { argMax, slice, tensor2d, tidy } from '@tensorflow/tfjs-core';

await useWasm();

const TEXT = 'she sells sea shells by the sea shore. the shells she sells are sea shells, she is sure. '.repeat(4);
const alphabet = [...new Set(TEXT)].sort();
const ids = Int32Array.from(TEXT, (character) => alphabet.indexOf(character));

// Windows of 32 characters, and the same a character later.
const [LENGTH, WIDTH] = [32, 32];
const count = 64;
const windows = (shift: number): Int32Array =>
  Int32Array.from({ length: count * LENGTH }, (_, i) => ids[Math.floor(i / LENGTH) * 4 + (i % LENGTH) + shift]!);
const data = fromArrays({ x: hostArray(windows(0), [count, LENGTH]), y: hostArray(windows(1), [count, LENGTH]) });

const block = () =>
  sequential(
    residual(sequential(layerNorm(), multiHeadAttention({ heads: 4, causal: true }))),
    residual(sequential(layerNorm(), dense(4 * WIDTH), gelu(), dense(WIDTH))), // dense acts on the last axis
  );
const languageModel = sequential(
  embedding(alphabet.length, WIDTH),
  positionalEmbedding(LENGTH),
  block(),
  block(),
  layerNorm(),
  dense(alphabet.length),
);
console.log(
  summary(languageModel, { input: tokens([LENGTH]) })
    .split('\n')
    .at(-1),
);

using model = build(languageModel, { input: tokens([null]), seed: 1 }); // int32, any length
const history = await fit(model, data.shuffle().batch(16), {
  epochs: 30,
  loss: softmaxCrossEntropy,
  optimizer: adamW({ learningRate: 3e-3 }),
  seed: 1,
});
console.log(`loss ${history.epochs[0]!.loss.toFixed(2)} → ${history.epochs.at(-1)!.loss.toFixed(2)}`);

let text = 'she sells';
while (text.length < LENGTH) {
  const next = tidy(() => {
    const seen = tensor2d([[...text].map((character) => alphabet.indexOf(character))], undefined, 'int32');
    const logits = model.forward(seen, inference()); // [1, characters, alphabet]
    return argMax(slice(logits, [0, text.length - 1, 0], [1, 1, -1]), 2);
  });
  text += alphabet[(await next.data())[0]!];
  next.dispose();
}
console.log(text);
