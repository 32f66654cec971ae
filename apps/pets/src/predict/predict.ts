import { useWasm } from '@neurite/backend-wasm';
import { imageGrid, report } from '@neurite/charts';
import { percent } from '@neurite/command-kit/words';
import { hostArray } from '@neurite/core';
import { readImage } from '@neurite/data/read-image';
import { writeFileAtomic } from '@neurite/formats';
import { predict } from '@neurite/training';
import { softmax } from '@tensorflow/tfjs-core';
import { toInputs } from '../data/pixels.js';
import { lookAt } from '../explain/explain.js';
import { Mirrored } from '../model/mirrored.js';
import { loadPets } from '../model/model-file.js';

/** An answer that is less probable is told with doubt. */
const DOUBTFUL = 0.75;

/** Answers what a photograph shows, and writes where the network looks. */
export async function predictCommand(path: string, { run }: { readonly run: string }): Promise<void> {
  await useWasm();
  const { network, classes, size, temperature } = await loadPets(run);
  try {
    const photograph = await readImage(path, { size });
    const [height, width, channels] = photograph.shape as [number, number, number]; // an image
    const batch = toInputs(hostArray(photograph.data, [1, height, width, channels]));
    const logits = await predict(new Mirrored(network, temperature), batch);
    const probabilities = softmax(logits);
    const values = Array.from(await probabilities.data());
    logits.dispose();
    probabilities.dispose();
    const answers = values.map((value, label) => ({ value, label })).sort((a, b) => b.value - a.value);
    const [best] = answers as [(typeof answers)[0]];
    const { seen, needed } = await lookAt(network, photograph, { label: best.label, temperature });
    const name = classes[best.label]!;
    const images = [
      { image: photograph, caption: 'the photograph' },
      { image: seen, caption: 'sees it here' },
      { image: needed, caption: 'needs this' },
    ].map(({ image, caption }) => ({ pixels: image.data, shape: image.shape, caption }));
    const rows = answers.map(({ value, label }) => [classes[label]!, percent(value)] as const);
    const sentence = answer(name, best.value);
    await writeFileAtomic(
      `${run}/prediction.html`,
      report({
        title: sentence,
        sections: [
          {
            title: 'Where does the network look?',
            content: [
              imageGrid(images, { title: `Why ${name}`, columns: 3, width: 400 }),
              { columns: ['class', 'probability'], rows },
            ],
          },
        ],
      }),
    );
    console.log(
      [
        sentence,
        ...rows.map(([word, share]) => `  ${word} ${share}`),
        `${run}/prediction.html shows where the network looks.`,
      ].join('\n'),
    );
  } finally {
    network.dispose();
  }
}

function answer(name: string, probability: number): string {
  return probability < DOUBTFUL
    ? `Perhaps ${name}, with much doubt: ${percent(probability)}`
    : `${name}, ${percent(probability)}`;
}
