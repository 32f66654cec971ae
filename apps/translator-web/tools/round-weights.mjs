// Takes the model of a run of `npm run translate`, rounds its weights to 16 bits and measures what they translate of the
// phrases that were held out: `npm run weights -- ../../runs/translator` in this folder, after `npm run build` in the root.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { modelToSafetensors } from '@neurite/formats';
import { readTexts } from '@neurite/translator-model/cldr';
import { makePairs } from '@neurite/translator-model/make-pairs';
import { CATEGORIES } from '@neurite/translator-model/pair';
import { translateAll } from '@neurite/translator-model/translate-all';
import { encoderDecoder } from '@neurite/translator-model/translator';
import { CARD, translatorOf } from '@neurite/translator-model/translator-card';

const run = process.argv[2] ?? '../../runs/translator';
const { seed, epochsTrained: epochs } = JSON.parse(readFileSync(`${run}/summary.json`, 'utf8'));
console.log(String(await useWasm()));
const file = { name: CARD, command: 'npm run translate', registry: { encoderDecoder } };
const { model, card } = modelFromBytes(readFileSync(`${run}/model.safetensors`), { where: run, ...file });
const bytes = await modelToSafetensors(model, { metadata: { [CARD]: JSON.stringify(card) }, floats: 'F16' });
model.dispose();
// What the rounded weights translate, for they are those of the page.
const rounded = modelFromBytes(bytes, { where: 'trained.safetensors', ...file });
const translator = translatorOf(rounded.model, rounded.card);
const { from, to } = translator.languages;
const { test } = makePairs({
  from,
  to,
  texts: { from: await readTexts(from), to: await readTexts(to) },
  seed,
  amount: 1,
});
const sources = test.map(({ source }) => source);
const translations = await translateAll(translator.model, translator.tokenizer, sources);
const categories = Object.fromEntries(
  CATEGORIES.flatMap((name) => {
    const rows = [...test.keys()].filter((row) => test[row].category === name);
    const right = rows.filter((row) => translations[row] === test[row].target).length;
    return rows.length === 0 ? [] : [[name, { phrases: rows.length, right }]];
  }),
);
const facts = { sha256: createHash('sha256').update(bytes).digest('hex'), languages: { from, to }, epochs, categories };
const folder = new URL('../src/model/', import.meta.url);
writeFileSync(new URL('trained.safetensors', folder), bytes);
writeFileSync(new URL('trained.json', folder), `${JSON.stringify(facts, null, 2)}\n`);
console.log(`${bytes.length} bytes`);
console.table(categories);
