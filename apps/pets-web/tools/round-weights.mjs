// Rounds the network of a run to 16 bits, tests it once more, and makes it the one that the page opens with: `npm run weights --
// --run ../../runs/pets --data ~/pets` in this folder, after `npm run build` in the root.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { imageParts } from '@neurite/data/image-parts';
import { modelToSafetensors } from '@neurite/formats';
import { PETS_FILE } from '@neurite/pets-model/model-file';
import { classifyAll, loadPets } from './classify-all.mjs';

const { values } = parseArgs({ options: { run: { type: 'string' }, data: { type: 'string' } } });
const { run, data } = values;
if (run === undefined || data === undefined) {
  console.error('npm run weights -- --run <folder of a run> --data <folder with the parts train and test>');
  process.exit(2);
}
const folder = new URL('../src/model/', import.meta.url);
const path = fileURLToPath(new URL('trained.safetensors', folder));
const { model, card } = await loadPets(`${run}/model.safetensors`);
const bytes = await modelToSafetensors(model, { metadata: { [PETS_FILE.name]: JSON.stringify(card) }, floats: 'F16' });
const { classes, test } = await imageParts(data, { size: card.size });
if (test === undefined || classes.join() !== card.classes.join()) {
  console.error(`${data} has no part test, or other classes than the network: ${card.classes.join(', ')}.`);
  process.exit(2);
}
writeFileSync(path, bytes);
// What the rounded weights answer, for they are those of the page.
const answers = await classifyAll(await loadPets(path), test);
const share = (/** @type {(one: typeof answers[0]) => boolean} */ of) => answers.filter(of).length / answers.length;
const facts = {
  sha256: createHash('sha256').update(bytes).digest('hex'),
  accuracy: share(({ truth, label }) => truth === label),
  unlike: share(({ unlike }) => unlike),
  tested: answers.length,
};
writeFileSync(new URL('trained.json', folder), `${JSON.stringify(facts, null, 2)}\n`);
console.log(`${bytes.length} bytes; ${JSON.stringify(facts)}`);
