import { useWasm } from '@neurite/backend-wasm';
import { imageGrid, report } from '@neurite/charts';
import { percent } from '@neurite/command-kit/words';
import { readImage } from '@neurite/data/read-image';
import { writeFileAtomic } from '@neurite/formats';
import { toAnswer } from '@neurite/pets-model/answer';
import { classify } from '@neurite/pets-model/classify';
import { mapsOf } from '../explain/explain.js';
import { loadPets } from '../model/model-file.js';

/** Answers what a photograph shows, and writes where the network looks. */
export async function predictCommand(path: string, { run }: { readonly run: string }): Promise<void> {
  await useWasm();
  const pets = await loadPets(run);
  const { classes, size, temperature } = pets.card;
  try {
    const photograph = await readImage(path, { size });
    const classified = await classify(pets, photograph);
    const { label, probability, doubt } = toAnswer(classified);
    const { seen, needed } = await mapsOf(pets.model, photograph, { label, temperature });
    const name = classes[label]!;
    const images = [
      { image: photograph, caption: 'the photograph' },
      { image: seen, caption: 'sees it here' },
      { image: needed, caption: 'needs this' },
    ].map(({ image, caption }) => ({ pixels: image.data, shape: image.shape, caption }));
    const rows = Array.from(classified.probabilities, (share, i) => ({ share, name: classes[i]! }))
      .sort((a, b) => b.share - a.share)
      .map(({ share, name }) => [name, percent(share)] as const);
    const sure = percent(probability);
    const sentence = doubt === undefined ? `${name}, ${sure}` : `Perhaps ${name}, ${sure}, but doubt it: ${doubt}`;
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
    pets.model.dispose();
  }
}
