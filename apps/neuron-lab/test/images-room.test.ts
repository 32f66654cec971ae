import { expectAccessibleInBothThemes, expectNoOverflow } from '@neurite/browser-testing';
import { readSafetensors, writeSafetensors } from '@neurite/formats';
import { expect, test } from 'vitest';
import { byFolder, canLearn, divided, namedSo, testImages } from '../src/images/image-classes.js';
import { classesIn, readClasses, writeClasses } from '../src/images/image-files.js';
import { describeLab } from './support/browser.js';

test('every fifth image of a class is kept back', () => {
  const images = Array.from({ length: 7 }, (_, i) => Uint8Array.of(i));
  const { train, test: tested } = divided([
    { name: 'a', images },
    { name: 'b', images: images.slice(0, 2) },
  ]);
  expect([...train.pixels]).toEqual([0, 1, 2, 3, 5, 6, 0, 1]);
  expect([...train.labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  expect([[...tested.pixels], [...tested.labels]]).toEqual([[4], [0]]);
  const both = [
    { name: 'a', images },
    { name: 'b', images },
  ];
  expect(testImages(both).map(({ pixels, truth }) => [...pixels, truth])).toEqual([
    [4, 'a'],
    [4, 'b'],
  ]);
  expect(canLearn([{ name: 'a', images }])).toBe(false);
});

test('an image belongs to the folder that it lies in, and other files to none', () => {
  const found = (path: string, type = 'image/png') => ({ path, file: new File([], path, { type }) });
  const files = ['pets/dogs/1.png', '/pets/cats/2.png', '/pets/old/cats/3.png'].map((path) => found(path));
  const folders = byFolder([...files, found('pets/cats/notes.txt', 'text/plain'), found('pets/.hidden', '')]);
  expect(folders.map(({ name, files }) => [name, files.map((file) => file.name)])).toEqual([
    ['cats', ['/pets/cats/2.png', '/pets/old/cats/3.png']],
    ['dogs', ['pets/dogs/1.png']],
  ]);
});

test('classes become a file and come back, and another file is refused', () => {
  const images = [0, 7].map((value) => new Uint8Array(3072).fill(value));
  const classes = [
    { name: 'a "b"', images },
    { name: 'é', images: [] },
  ];
  const bytes = writeClasses(classes);
  expect(readClasses(bytes)).toEqual(classes);
  expect(classesIn(bytes)).toEqual(['a "b"', 'é']);
  const refused =
    'the room of images: `file` must name 2 to 6 classes; received another file. Take one that was saved in this room.';
  for (const names of ['', '["one"]', '{"a":1}', '["a",1]', '["1","2","3","4","5","6","7"]']) {
    const other = writeSafetensors({ tensors: {}, metadata: { neuronLabClasses: names } });
    expect(() => classesIn(other)).toThrow(refused);
  }
  const { tensors, metadata } = readSafetensors(bytes);
  const [first, second] = [tensors['0']!, tensors['1']!];
  for (const wrong of [
    { '0': first },
    { '0': { ...first, shape: [32, 2, 32, 3] }, '1': second },
    { '0': { dtype: 'F32', shape: [2, 32, 32, 3], data: new Float32Array(6144) }, '1': second },
  ] as const) {
    expect(() => readClasses(writeSafetensors({ tensors: wrong, metadata }))).toThrow(
      'must hold images of 32 × 32 pixels for each class',
    );
  }
});

test('classes are taken in the order of the names that a network has learned, where they are the same', () => {
  const [a, b] = ['a', 'b'].map((name) => ({ name, images: [] }));
  expect(namedSo([b!, a!], ['a', 'b'])).toEqual([a, b]);
  expect(namedSo([a!, b!], ['a', 'c'])).toBeUndefined();
  expect(namedSo([a!], ['a', 'b'])).toBeUndefined();
  expect(namedSo([a!, b!], ['a'])).toBeUndefined();
  expect(namedSo([a!, a!], ['a', 'b'])).toBeUndefined();
  expect(namedSo([{ ...a! }, { ...a! }], ['a', 'a'])).toBeUndefined();
});

/** The percentage of the training images that are right. */
const rightIn = (words: string): number => Number(/: (\d+) % of the training/.exec(words)?.[1]);

describeLab('the room of images', (lab) => {
  test('keeps images and network over a reload, takes a saved network back, and says what an image shows', async () => {
    const page = await lab().open('#images');
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const shares = () => page.locator('.said .numbers').allTextContents();
    expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
    await press('Try it with shapes');
    await press('Train');
    await expect.poll(async () => rightIn((await page.locator('.training-words').textContent())!)).toBeGreaterThan(85);
    await press('Pause');
    await page.getByText('Kept on this device').waitFor();
    await page.getByText('A test image of the class circle.').waitFor();
    const download = page.waitForEvent('download');
    await press('Save the network');
    const file = await (await download).path();
    await page.reload();
    await page.getByText('30 images').first().waitFor();
    await page.getByText('This network tells circle, square, triangle apart.').waitFor();
    await page.getByText('A test image of the class circle.').waitFor();
    const before = await shares();
    expect(before).toHaveLength(3);
    // Another room and back: nothing is lost either.
    await page.getByRole('link', { name: 'Layers' }).click();
    await page.locator('.answer').waitFor();
    await page.getByRole('link', { name: 'Images' }).click();
    await page.getByText('30 images').first().waitFor();
    await expect.poll(shares).toEqual(before);
    await press('Forget all');
    await page.getByText('Kept on this device').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Every fifth image is kept back').waitFor();

    const input = page.getByLabel('Open a network that was saved here');
    await input.setInputFiles({ name: 'x.safetensors', mimeType: '', buffer: Buffer.from('no network') });
    await page.getByRole('alert').getByText('x.safetensors was not taken. ').waitFor();
    await input.setInputFiles(file);
    await page.getByText('This network tells circle, square, triangle apart.').waitFor();
    await expect.poll(() => page.getByRole('alert').getByText('was not taken').count()).toBe(0);
    // It is trained further where there are images of all that it tells apart.
    const goOn = page.getByRole('button', { name: 'Go on' });
    expect(await goOn.isDisabled()).toBe(true);
    await page.getByRole('region', { name: 'Class triangle' }).waitFor();
    await press('Try it with shapes');
    await page.getByText('“Go on” trains it further').waitFor();
    await page.getByText('A test image of the class').waitFor();
    const first = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const words = document.querySelector('.training-words')!;
          new MutationObserver(() => words.textContent.startsWith('Epoch') && resolve(words.textContent)).observe(
            words,
            {
              childList: true,
              characterData: true,
              subtree: true,
            },
          );
        }),
    );
    await goOn.click();
    // It goes on from what it knew: a new network is right in a third at first.
    expect(rightIn(await first)).toBeGreaterThan(60);
    await press('Pause');

    // A test image is asked about unasked; the others follow.
    await page.getByText('A test image of the class circle.').waitFor();
    await press('Try a test image');
    await page.getByText('A test image of the class square.').waitFor();
    // A circle on white, as a file.
    const circle = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 64);
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#e8f0ff';
      context.fillRect(0, 0, 64, 64);
      context.fillStyle = '#b35a1f';
      context.arc(32, 32, 17, 0, 2 * Math.PI);
      context.fill();
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    });
    const drawn = { name: 'circle.png', mimeType: 'image/png', buffer: Buffer.from(circle) };
    await page.getByLabel('Open an image to ask about').setInputFiles(drawn);
    await page.getByText('A test image of the class').waitFor({ state: 'detached' });
    const said = async () => (await shares()).map((share) => Number.parseInt(share, 10));
    await expect.poll(async () => (await said()).length).toBe(3);
    await expect.poll(async () => (await said()).reduce((sum, share) => sum + share, 0)).toBeGreaterThan(97);
    // More images of a class, and a file that is none.
    await page
      .getByLabel('Add images of circle')
      .setInputFiles([drawn, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no image') }]);
    await page.getByText('31 images').waitFor();
    await page.getByText('No image that this browser can read: notes.png.').waitFor();
    await page.getByText('Are these images fit to learn from?').click();
    await page
      .locator('.collect .findings')
      .getByText(/^Few rows for so many parameters: /)
      .waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessibleInBothThemes(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
    }
  });

  test('says where the browser keeps nothing', async () => {
    const page = await lab().blank();
    await page.addInitScript(() => {
      const full = (): Promise<never> => Promise.reject(new DOMException('full', 'QuotaExceededError'));
      Object.defineProperty(globalThis, 'caches', { value: { open: full, delete: full } });
    });
    await page.goto(`${lab().url}#images`);
    await page.getByRole('button', { name: 'Try it with shapes' }).click();
    await page.getByText('This browser keeps nothing').waitFor();
  });
});
