// How many images the page's network takes for unlike the photographs that it learned from, of each folder in a folder:
// `node tools/measure-doubt.mjs <folder>`, after `npm run build` in the root.
import { fileURLToPath } from 'node:url';
import { imageFolder } from '@neurite/data/image-folder';
import { classifyAll, loadPets } from './classify-all.mjs';

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('node tools/measure-doubt.mjs <a folder with a folder for each kind of image>');
  process.exit(2);
}
const pets = await loadPets(fileURLToPath(new URL('../src/model/trained.safetensors', import.meta.url)));
const folder = await imageFolder(path, { size: pets.card.size });
const answers = await classifyAll(pets, folder);
for (const [label, name] of folder.classes.entries()) {
  const own = answers.filter(({ truth }) => truth === label);
  const share = own.filter(({ unlike }) => unlike).length / own.length;
  console.log(`| ${name} | ${own.length} | ${(100 * share).toFixed(0)} % |`);
}
