import type { Dataset, Json, RandomStream } from '@neurite/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketBatch,
  type DataPipeline,
  fromArrays,
  fromDataset,
  fromGenerator,
  fromIterable,
  interleave,
  paddedBatch,
  sampleByWeight,
  zip,
} from '../src/index.js';

type Start = { readonly name: string; readonly make: () => DataPipeline<unknown> };
type Stage = { readonly name: string; readonly apply: (data: DataPipeline<unknown>) => DataPipeline<unknown> };

const jitter = (sample: unknown, random: RandomStream): unknown => ({ sample, draw: random.uniform() });

/** A number that depends on all of a value, to map and filter by. */
function hash(value: unknown): number {
  return [...JSON.stringify(value)].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1009, 7);
}

const source: fc.Arbitrary<Start> = fc
  .tuple(fc.constantFrom('array', 'arrays', 'set', 'generator', 'async generator', 'foreign'), fc.nat(12))
  .map(([kind, size]): Start => {
    const numbers = Array.from({ length: size }, (_, i) => i * 10);
    const make = (): DataPipeline<unknown> => {
      if (kind === 'array') return fromIterable(numbers);
      if (kind === 'arrays') return fromArrays({ x: Int32Array.from(numbers) });
      if (kind === 'set') return fromIterable(new Set(numbers));
      if (kind === 'foreign') return fromDataset(wrap(fromIterable(numbers).shuffle()));
      if (kind === 'generator') {
        return fromGenerator(function* ({ epoch, random }) {
          for (const n of numbers) yield `${n} in ${epoch}: ${random.integer(100)}`;
        });
      }
      return fromGenerator(async function* ({ random }) {
        for (const n of numbers) {
          await Promise.resolve();
          yield n + random.uniform();
        }
      });
    };
    return { name: `${kind}(${size})`, make };
  });

/** A dataset that has only what the contract asks for. */
function wrap<T>(data: DataPipeline<T>): Dataset<T> {
  return {
    size: data.size,
    iterate: (options) => data.iterate(options),
    [Symbol.asyncIterator]: () => data.iterate(),
  };
}

const small = fc.integer({ min: 1, max: 5 });
const seed = fc.option(fc.nat(3), { nil: undefined });

const stage: fc.Arbitrary<Stage> = fc.oneof<fc.Arbitrary<Stage>[]>(
  fc.constant<Stage>({ name: 'map', apply: (data) => data.map((value, i) => ({ value, i })) }),
  fc.constant<Stage>({ name: 'async map', apply: (data) => data.map(async (value) => [await value]) }),
  seed.map(
    (own): Stage => ({
      name: `augment(jitter, ${own})`,
      apply: (data) => data.augment(jitter, own === undefined ? {} : { seed: own }),
    }),
  ),
  fc.constant<Stage>({ name: 'filter', apply: (data) => data.filter((value) => hash(value) % 3 !== 0) }),
  fc.tuple(small, fc.boolean()).map(
    ([size, keepRemainder]): Stage => ({
      name: `batch(${size}, ${keepRemainder})`,
      apply: (data) => data.map(hash).batch(size, { keepRemainder }),
    }),
  ),
  fc.tuple(seed, fc.option(small, { nil: undefined })).map(
    ([own, buffer]): Stage => ({
      name: `shuffle(${own}, ${buffer})`,
      apply: (data) =>
        data.shuffle({ ...(own === undefined ? {} : { seed: own }), ...(buffer === undefined ? {} : { buffer }) }),
    }),
  ),
  fc.nat(9).map((count): Stage => ({ name: `take(${count})`, apply: (data) => data.take(count) })),
  fc.nat(4).map((count): Stage => ({ name: `skip(${count})`, apply: (data) => data.skip(count) })),
  small.map((count): Stage => ({ name: `repeat(${count})`, apply: (data) => data.take(8).repeat(count) })),
  fc.constant<Stage>({ name: 'repeat().take(20)', apply: (data) => data.repeat().take(20) }),
  fc.constant<Stage>({ name: 'cache', apply: (data) => data.cache() }),
  small.map((count): Stage => ({ name: `prefetch(${count})`, apply: (data) => data.prefetch(count) })),
  fc.tuple(small, small, fc.integer({ min: 1, max: 3 })).map(
    ([length, stride, dilation]): Stage => ({
      name: `window(${length}, ${stride}, ${dilation})`,
      apply: (data) => data.window(length, { stride, dilation }),
    }),
  ),
  fc.tuple(small, fc.boolean()).map(
    ([size, keepRemainder]): Stage => ({
      name: `paddedBatch(${size}, ${keepRemainder})`,
      apply: (data) => paddedBatch(sequences(data), size, { pad: { s: -1 }, keepRemainder }),
    }),
  ),
  fc.tuple(small, fc.boolean()).map(
    ([size, keepRemainder]): Stage => ({
      name: `bucketBatch(${size}, ${keepRemainder})`,
      apply: (data) => {
        const options = { pad: { s: 0 }, length: ({ s }: { readonly s: Int32Array }) => s.length, boundaries: [2, 4] };
        return bucketBatch(sequences(data), size, { ...options, keepRemainder });
      },
    }),
  ),
  fc.tuple(small, fc.constantFrom('all', 'first'), fc.boolean(), seed).map(
    ([block, until, weighted, own]): Stage => ({
      name: `interleave(${block}, ${until}, ${weighted}, ${own})`,
      apply: (data) =>
        interleave<unknown>([data, data.map(hash), fromIterable([1, 2, 3])], {
          block,
          until,
          ...(weighted ? { weights: [1, 5, 0.5] } : {}),
          ...(own === undefined ? {} : { seed: own }),
        }),
    }),
  ),
  fc.nat(9).map(
    (count): Stage => ({
      name: `sampleByWeight(${count})`,
      apply: (data) => {
        const size = data.source.at === undefined ? 0 : data.size!;
        if (size === 0 || size === Number.POSITIVE_INFINITY) return data;
        return sampleByWeight(
          data,
          Array.from({ length: size }, (_, i) => i + 1),
          { count },
        );
      },
    }),
  ),
  fc.constant<Stage>({ name: 'zip', apply: (data) => zip({ data, again: data.map(hash) }) }),
  fc.constant<Stage>({
    name: 'zip with an endless one',
    apply: (data) => zip({ data, n: fromIterable([1, 2]).repeat() }),
  }),
);

/** Records of arrays of different lengths, for what pads them. */
const sequences = (data: DataPipeline<unknown>): DataPipeline<{ readonly s: Int32Array; readonly n: number }> =>
  data.map((value) => {
    const n = hash(value);
    return { s: new Int32Array(n % 7).fill(n), n };
  });

type Plan = { readonly source: Start; readonly stages: readonly Stage[] };

const plan: fc.Arbitrary<Plan> = fc.record({ source, stages: fc.array(stage, { maxLength: 6 }) });

function build(plan: Plan): DataPipeline<unknown> {
  return plan.stages.reduce((data, { apply }) => apply(data), plan.source.make());
}

function throughJson(position: Json): Json {
  return JSON.parse(JSON.stringify(position)) as Json;
}

const runs = { seed: 7, numRuns: 1_500 };
const pass = fc.record({ epoch: fc.nat(3), seed: fc.nat(2) });

describe('any pipeline', () => {
  it('goes on from a position as if nothing had happened, in the same process or another', async () => {
    await fc.assert(
      fc.asyncProperty(
        plan,
        pass,
        fc.array(fc.nat(7), { maxLength: 4 }),
        fc.boolean(),
        async (p, pass, stops, anew) => {
          const data = build(p);
          const unbroken = await data.toArray(pass);
          const broken: unknown[] = [];
          let position: Json | undefined;
          for (const stop of [...stops, Number.POSITIVE_INFINITY]) {
            const again = anew ? build(p) : data;
            const iterator = again.iterate(position === undefined ? pass : { ...pass, position });
            let count = 0;
            if (stop > 0) {
              for await (const element of iterator) {
                broken.push(element);
                if (++count === stop) break;
              }
            }
            position = throughJson(iterator.position());
            await iterator.return?.();
            expect(throughJson(iterator.position())).toEqual(position);
          }
          expect(broken).toEqual(unbroken);
        },
      ),
      runs,
    );
  });

  it('gives the same elements in the same pass, and has the size it says', async () => {
    await fc.assert(
      fc.asyncProperty(plan, pass, async (p, pass) => {
        const data = build(p);
        const elements = await data.toArray(pass);
        expect(await data.toArray(pass)).toEqual(elements);
        expect(await build(p).toArray(pass)).toEqual(elements);
        if (data.size !== undefined) expect(elements).toHaveLength(data.size);
      }),
      runs,
    );
  });

  it('gives by index what it gives in order', async () => {
    await fc.assert(
      fc.asyncProperty(plan, pass, async (p, pass) => {
        const data = build(p);
        const elements = await data.toArray(pass);
        if (data.source.at === undefined) return;
        for (const i of elements.keys()) expect(await build(p).at(i, pass)).toEqual(elements[i]);
      }),
      runs,
    );
  });
});
