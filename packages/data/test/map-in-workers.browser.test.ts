import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { expect, it } from 'vitest';

const support = (name: string): string => fileURLToPath(new URL(`./support/${name}`, import.meta.url));
const program = {
  entryPoints: [support('page.ts'), support('prepare.ts'), support('keep.ts')],
  ready: 'neurite',
  wasm: support('.'),
} as const;

describeInPage('mapInWorkers in a page', program, (open) => {
  it('gives the order and the bits of one thread, tells errors, and is ended by a signal', async (context) => {
    const page = await open(context);
    const outcome = await page.evaluate(async () => {
      const { data, mapInWorkers, prepare } = neurite;
      const numbers = data.fromIterable([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]).shuffle();
      const options = { options: { factor: 2 }, workers: 3 };
      const map = (source: typeof numbers, more: object = {}) =>
        mapInWorkers<number, { readonly x: Float32Array }>(source, '/js/prepare.js', { ...options, ...more });
      const bits = (all: readonly { readonly x: Float32Array }[]) => all.map(({ x }) => [...x]);
      let index = 0;
      const serial = numbers.augment((n, random) => prepare({ factor: 2 })(n, { index: index++, random }));
      const failure = await map(data.fromIterable([1, -1]))
        .toArray()
        .catch(String);
      const again = bits(await map(numbers).toArray());
      const stop = new AbortController();
      const stuck = map(data.fromIterable([-2]), { signal: stop.signal })
        .toArray()
        .catch(String);
      stop.abort(new Error('enough'));
      const missing = await mapInWorkers(numbers, '/js/absent.js', { workers: 1 }).toArray().catch(String);
      const kept = await mapInWorkers<number, { readonly before: readonly number[] }>(
        data.fromIterable([1, 2]),
        '/js/keep.js',
        { workers: 1 },
      ).toArray();
      const element = Float32Array.of(1, 2);
      await mapInWorkers(data.fromIterable([element]), '/js/keep.js', { workers: 1, transfer: true }).toArray();
      const handedOver = [...kept[1]!.before, element.length];
      return {
        handedOver,
        parallel: again,
        serial: bits(await serial.toArray()),
        failure,
        stuck: await stuck,
        missing,
      };
    });
    expect(outcome.parallel).toEqual(outcome.serial);
    expect(outcome.handedOver).toEqual([0, 3, 0]);
    expect(outcome.failure).toBe('ArgumentError: mapInWorkers: the function threw at element 1: -1 is no element.');
    expect(outcome.stuck).toBe('Error: enough');
    expect(outcome.missing).toMatch(
      /^ArgumentError: mapInWorkers: the function threw at element 0: .*could not be loaded/,
    );
  });
});
