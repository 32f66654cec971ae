import './lib/node-version.mjs';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib/workspace.mjs';
import { setUp } from './setup.mjs';

/**
 *     npm run augmentations                  writes runs/augmentations.html: every augmentation, drawn six times
 *     npm run augmentations -- photo.png     with a photograph of yours, PNG or JPEG
 *     npm run augmentations -- --draws 1 --to sheet.html
 *
 * The samples are a digit of MNIST, a drawn scene with a box, a point and a mask, and a photograph: that given, or one of
 * ../shared/data/pets where they are. What becomes of boxes, points and masks is drawn upon the results.
 *
 * @typedef {import('./lib/sheet-scenes.mjs').Pixels} Pixels
 * @typedef {import('./lib/sheet-scenes.mjs').Scene} Scene
 */

const { values, positionals } = parseArgs({
  options: {
    draws: { type: 'string', default: '6' },
    to: { type: 'string', default: join(root, 'runs', 'augmentations.html') },
  },
  allowPositionals: true,
});
const target = resolve(values.to);

await setUp({ only: ['{./packages/data-augmentation}...'] });
const load = (/** @type {string} */ name) => import(new URL(`../packages/${name}/dist/index.js`, import.meta.url).href);
const [{ hostArray, RandomStream }, augmentations, { decodeImage }] = await Promise.all([
  load('core'),
  load('data-augmentation'),
  import(new URL('../packages/images/dist/decode-image.js', import.meta.url).href),
]);
// After the set-up, which builds what it draws with.
const { coloured, digit, drawn, frameOf, img, scenery, withMiddle } = await import('./lib/sheet-scenes.mjs');
/** No augmentations of samples: they change whole batches on an engine, or are what others are made of. */
const others = ['augmentBatches', 'augmentImages', 'warpAffine'];

const size = { height: 80, width: 80 };
/** Options where an augmentation needs some, or shows more with them. @type {Record<string, readonly unknown[]>} */
const options = {
  boxSafeCrop: [size],
  categoryDropout: [{ columns: [2, 3], rate: 0.5 }],
  centerCrop: [size],
  colorJitter: [{ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 }],
  compose: [[augmentations.randomRotation(), augmentations.randomHorizontalFlip(), augmentations.gaussianNoise()]],
  fourierAdaptation: [
    { references: [augmentations.randomInvert().image(scenery().image, {})], probability: 1, share: [0.02, 0.1] },
  ],
  oneOf: [[augmentations.gaussianBlur({ sigma: 3 }), augmentations.randomInvert(), augmentations.elastic()]],
  pad: [{ left: 12, top: 4, right: 12, bottom: 8, border: 'reflect' }],
  perChannel: [augmentations.randomBrightness({ factor: 0.5 })],
  randomAffine: [{ rotation: 20, shift: 8, scale: 0.2, shear: 15 }],
  randomCrop: [{ ...size, padding: 8, border: 'edge' }],
  randomGray: [{ probability: 0.5 }],
  randomOrder: [[augmentations.randomPosterize(), augmentations.gaussianBlur(), augmentations.randomSolarize()]],
  randomResizedCrop: [size],
  replay: [augmentations.randomRotation(), { degrees: 15 }],
  resizeTo: [{ height: 64, width: 112 }],
  paraphrase: [{ paraphrases: () => ['A brown fox, quick as it is, jumps over the dog.'] }],
  randomInsertion: [{ synonyms: { quick: ['fast', 'swift'], dog: ['hound'] } }],
  someOf: [[augmentations.randomInvert(), augmentations.randomVerticalFlip(), augmentations.cutout()]],
  synonymReplacement: [{ synonyms: { quick: ['fast', 'swift'], dog: ['hound'] }, rate: 0.5 }],
  withProbability: [0.5, augmentations.randomInvert()],
};
const photograph = await photographed();
/** Those that leave half of all samples as they are, unless told otherwise. */
for (const name of [
  'clahe',
  'jpegCompression',
  'randomAutocontrast',
  'randomEqualize',
  'randomFog',
  'randomInvert',
  'randomPosterize',
  'randomRain',
  'randomShadow',
  'randomSnow',
  'randomSolarize',
  'randomSunFlare',
  'randomToneCurve',
])
  options[name] = [{ probability: 1 }];

const rows = Object.entries(augmentations).flatMap(([name, make]) => {
  if (others.includes(name)) return [];
  const augmentation = make(...(options[name] ?? []));
  if ('apply' in augmentation && !('takes' in augmentation)) return [tableRow(name, augmentation)];
  if ('row' in augmentation || name === 'swapNoise') return [numbersRow(name, augmentation)];
  if ('takes' in augmentation) return [mixedRow(name, augmentation)];
  if ('signal' in augmentation) return [signalRow(name, augmentation)];
  if ('text' in augmentation) return [textRow(name, augmentation)];
  return [
    `<tr><th>${name}</th>${scenes()
      // Its reference is in color.
      .filter(({ image }) => name !== 'fourierAdaptation' || image.shape[2] === 3)
      .map((scene) => cells(augmentation, scene))
      .join('')}</tr>`,
  ];
});
mkdirSync(dirname(target), { recursive: true });
const style =
  'body{font:13px system-ui;background:#f4f4f2}th{text-align:left}img{margin:1px;image-rendering:pixelated}td{white-space:nowrap}';
writeFileSync(
  target,
  `<!doctype html><meta charset="utf-8"><title>Augmentations</title><style>${style}</style><table>${rows.join('\n')}</table>\n`,
);
console.log(`${rows.length} augmentations: ${target}`);

/** @param {any} augmentation @param {Scene} scene */
function cells(augmentation, scene) {
  const { image, mask, boxes, points } = scene;
  const fields = {
    image: [image],
    mask: [mask],
    boxes: [hostArray(boxes, [1, 4])],
    points: [hostArray(points, [1, 2])],
  };
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) => {
    const params = augmentation.draw(RandomStream.fromSeed(seed), fields);
    const changed = augmentation.image(image, params);
    const frames = { before: frameOf(image), after: frameOf(changed) };
    const follow = (/** @type {'mask' | 'boxes' | 'points'} */ kind) =>
      augmentation[kind]?.(fields[kind][0], params, frames) ??
      (augmentation.keeps?.includes(kind) ? fields[kind][0] : undefined);
    return img(drawn(changed, { mask: follow('mask'), box: follow('boxes')?.data, point: follow('points')?.data }));
  });
  return `<td>${shown.join('')}</td>`;
}

/** Scenes, and digits in color. @param {string} name @param {any} augmentation */
function mixedRow(name, augmentation) {
  const fieldsOf = (/** @type {Pixels} */ image, /** @type {Scene} */ { mask, boxes }) => ({
    image: [image],
    mask: [mask],
    boxes: [hostArray(boxes, [1, 4])],
  });
  const [first, second] = [digit(), scenery()];
  const [scene, figure] = [fieldsOf(second.image, second), fieldsOf(coloured(first.image), first)];
  const samples = (name === 'copyPaste' ? [figure, scene] : [scene, figure, figure, scene]).slice(
    0,
    augmentation.takes,
  );
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) => {
    const params = augmentation.draw(RandomStream.fromSeed(seed), samples);
    const { image, mask, boxes } = augmentation.apply(samples, params);
    return img(drawn(image[0], { mask: mask?.[0], box: boxes?.[0]?.data }));
  });
  return `<tr><th>${name}</th><td>${shown.join('')}</td></tr>`;
}

/** Three channels, and what becomes of them. @param {string} name @param {any} augmentation */
function signalRow(name, augmentation) {
  const waves = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i / (20 + 15 * (i % 3))) * Math.cos(i / 90));
  const signal = hostArray(waves, [100, 3]);
  const line = (/** @type {Float32Array} */ data, /** @type {number} */ channel, /** @type {string} */ color) => {
    const points = Array.from({ length: 100 }, (_, step) => `${2 * step},${40 - 24 * (data[3 * step + channel] ?? 0)}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}"/>`;
  };
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) => {
    const { data } = augmentation.signal(signal, augmentation.draw(RandomStream.fromSeed(seed), { signal: [signal] }));
    const lines = ['#d33', '#2a2', '#26c'].flatMap((color, i) => [line(waves, i, '#ccc'), line(data, i, color)]);
    return `<svg width="200" height="80">${lines.join('')}</svg>`;
  });
  return `<tr><th>${name}</th><td colspan="3">${shown.join(' ')}</td></tr>`;
}

/** Points of two classes, and in outline those that were made. @param {string} name @param {any} augmentation */
function tableRow(name, augmentation) {
  const random = RandomStream.fromSeed(3);
  const y = Int32Array.from({ length: 50 }, (_, i) => (i < 12 ? 1 : 0));
  const x = Float32Array.from({ length: 100 }, (_, i) => random.normal(i < 24 ? 1.2 : 0, i < 24 ? 0.6 : 1));
  const table = { x: hostArray(x, [50, 2]), y: hostArray(y) };
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) => {
    const made = augmentation.apply(table, augmentation.draw(RandomStream.fromSeed(seed), table));
    const points = Array.from(made.y.data, (/** @type {number} */ label, /** @type {number} */ i) => {
      const color = label === 1 ? '#d33' : '#26c';
      const [cx, cy] = [100 + 32 * made.x.data[2 * i], 50 + 18 * made.x.data[2 * i + 1]];
      return `<circle cx="${cx}" cy="${cy}" r="2" fill="${i < 50 ? color : 'none'}" stroke="${color}"/>`;
    });
    return `<svg width="200" height="100">${points.join('')}</svg>`;
  });
  return `<tr><th>${name}</th><td colspan="3">${shown.join(' ')}</td></tr>`;
}

/** Rows of four columns. @param {string} name @param {any} augmentation */
function numbersRow(name, augmentation) {
  const rows = [[0.5, -1.25, 3, 7].map(Math.fround), [10, 20, 30, 40]];
  const samples = rows.map((row) => ({ row: [hostArray(Float32Array.from(row))] }));
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) => {
    const random = RandomStream.fromSeed(seed);
    const { data } =
      'takes' in augmentation
        ? augmentation.apply(samples, augmentation.draw(random, samples)).row[0]
        : augmentation.row(samples[0]?.row[0], augmentation.draw(random, samples[0]));
    return Array.from(data, (/** @type {number} */ value) => value.toFixed(2)).join(', ');
  });
  return `<tr><th>${name}</th><td colspan="3">${rows[0]} → ${shown.join(' · ')}</td></tr>`;
}

/** @param {string} name @param {any} augmentation */
function textRow(name, augmentation) {
  const text = 'The quick brown fox jumps over the lazy dog.';
  const shown = Array.from({ length: Number(values.draws) }, (_, seed) =>
    augmentation.text(text, augmentation.draw(RandomStream.fromSeed(seed), { text: [text] })),
  );
  return `<tr><th>${name}</th><td colspan="3">${shown.join('<br>')}</td></tr>`;
}

/** @returns {Scene[]} */
function scenes() {
  return [digit(), scenery(), ...(photograph ? [withMiddle('photograph', photograph)] : [])];
}

/** A photograph, as large as the others. @returns {Promise<Pixels | undefined>} */
async function photographed() {
  const pets = join(root, '../shared/data/pets/train/cat');
  const file = positionals[0] ?? (existsSync(pets) ? join(pets, readdirSync(pets)[0] ?? '') : undefined);
  if (file === undefined) return undefined;
  const image = await decodeImage(readFileSync(file));
  return augmentations.resizeTo({ height: 112, width: 112 }).image(image, {});
}
