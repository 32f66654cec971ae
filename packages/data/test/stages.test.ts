import { ArgumentError, DtypeError, hostArray, type RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it, vi } from 'vitest';
import { fromArrays, fromDataset, fromGenerator, fromIterable, stack, zip } from '../src/index.js';

const ten = fromIterable(Array.from({ length: 10 }, (_, i) => i));
/** The same, one after another. */
const stream = fromIterable(new Set(Array.from({ length: 10 }, (_, i) => i)));

/** A stream that counts what it gives and whether it was closed. */
function watched(length = 10) {
  const seen = { read: 0, opened: 0, closed: 0 };
  const data = fromGenerator(async function* () {
    seen.opened++;
    try {
      for (let i = 0; i < length; i++) {
        seen.read++;
        yield i;
      }
    } finally {
      seen.closed++;
    }
  });
  return { data, seen };
}

describe('fromIterable', () => {
  it('reads what is async, and says when an iterator is used twice', async () => {
    const numbers = async function* () {
      yield* [1, 2, 3];
    };
    const once = fromIterable(numbers());
    expect(await once.toArray()).toEqual([1, 2, 3]);
    await expectError(
      () => once.toArray(),
      ArgumentError,
      'fromIterable: `iterable` must be something that can be iterated again; received an iterator that has been used. Give the function that makes the iterator to fromGenerator.',
    );
  });
});

describe('fromGenerator', () => {
  it('draws by seed and epoch', async () => {
    const make = (seed?: number) =>
      fromGenerator(
        function* ({ epoch, random }) {
          yield [epoch, random.uniform()];
        },
        seed === undefined ? {} : { seed },
      );
    const [a] = await make().toArray({ seed: 3 });
    expect((await make().toArray({ seed: 3 }))[0]).toEqual(a);
    expect((await make(3).toArray({ seed: 9 }))[0]).toEqual(a);
    expect((await make().toArray({ seed: 4 }))[0]).not.toEqual(a);
    expect((await make().toArray({ seed: 3, epoch: 1 }))[0]![1]).not.toEqual(a![1]);
  });
});

describe('map', () => {
  it('names the element at which a function threw, and keeps the cause', async () => {
    for (const data of [ten, stream, ten.shuffle({ seed: 1 }).filter((n) => n > 4)]) {
      const all = await data.toArray();
      const cause = new TypeError('no image');
      const failing = data.map((n) => {
        if (n === 7) throw cause;
        return n;
      });
      const error = await expectError(
        () => failing.toArray(),
        ArgumentError,
        `map: the function threw at element ${all.indexOf(7)}: no image.`,
      );
      expect(error.cause).toBe(cause);
    }
    await expectError(
      () => ten.map((n) => hostArray(Float32Array.of(n), [2])).toArray(),
      ShapeError,
      'hostArray (element 0 of map): `shape` must have 1 elements; received [2].',
    );
  });

  it('has a position before the element that failed, so that it can be tried again', async () => {
    for (const data of [ten, stream]) {
      let broken = true;
      const mapped = data.map((n) => {
        if (n === 5 && broken) throw new TypeError('for now');
        return n;
      });
      const batches = mapped.batch(2).map(({ data }) => [...data]);
      const iterator = batches.iterate();
      await iterator.next();
      await iterator.next();
      await expect(iterator.next()).rejects.toThrow('for now');
      expect((await iterator.next()).done).toBe(true);
      broken = false;
      const again = batches.iterate({ position: iterator.position() });
      expect((await again.next()).value).toEqual([4, 5]);
    }
  });

  const noise = (_: number, random: RandomStream): number => random.uniform();

  it('draws for each element, epoch and seed anew, whatever is read before it', async () => {
    const noisy = ten.augment(noise);
    const draws = [
      ...(await noisy.toArray()),
      ...(await noisy.toArray({ epoch: 1 })),
      ...(await noisy.toArray({ seed: 1 })),
      ...(await noisy.augment(noise).toArray()),
    ];
    expect(new Set(draws).size).toBe(40);
    expect(await noisy.at(4)).toBe(draws[4]);
    expect(await stream.augment(noise).toArray()).toEqual(draws.slice(0, 10));
    expect(await ten.augment(noise, { seed: 1 }).toArray()).toEqual(draws.slice(20, 30));
  });

  it('gives a sample the same draw wherever a shuffle puts it', async () => {
    const pairs = ten.augment((n, random) => ({ n, draw: random.uniform() }));
    const shuffled = await pairs.shuffle().toArray();
    expect(shuffled.toSorted((a, b) => a.n - b.n)).toEqual(await pairs.toArray());
  });
});

describe('shuffle', () => {
  it('is a permutation, another one in each epoch and for each seed and stage', async () => {
    for (const data of [ten, stream]) {
      const orders = [
        await data.shuffle().toArray(),
        await data.shuffle().toArray({ epoch: 1 }),
        await data.shuffle().toArray({ seed: 1 }),
        await data.shuffle().shuffle().toArray(),
      ];
      for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual(await ten.toArray());
      expect(new Set(orders.map(String)).size).toBe(4);
      expect(await data.shuffle({ seed: 1 }).toArray({ seed: 5 })).toEqual(orders[2]);
    }
  });

  it('puts every element at every index about as often', async () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const four = fromIterable([0, 1, 2, 3]).shuffle();
    for (let epoch = 0; epoch < 2_000; epoch++) {
      for (const [index, n] of (await four.toArray({ epoch })).entries()) counts[n]![index]!++;
    }
    // 500 each; the standard deviation is 19.
    for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('holds no more than its buffer', async () => {
    const { data, seen } = watched();
    const iterator = data.shuffle({ buffer: 4 }).iterate();
    const first = [await iterator.next(), await iterator.next(), await iterator.next(), await iterator.next()];
    expect(seen.read).toBe(4);
    expect(first.map(({ value }) => value).toSorted()).toEqual([0, 1, 2, 3]);
    await iterator.return?.();
  });
});

describe('batch', () => {
  it('stacks every field, and keeps or drops the remainder', async () => {
    const x = hostArray(
      Float32Array.from({ length: 10 }, (_, i) => i),
      [5, 2],
    );
    const data = fromArrays({ x, y: Int32Array.of(0, 1, 2, 3, 4) }).map(({ x, y }, i) => ({
      x,
      y,
      i,
      deep: [y] as const,
    }));
    const batches = await data.batch(2).toArray();
    expect(batches.map((batch) => batch.x.shape)).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect(batches[1]).toEqual({
      x: hostArray(Float32Array.of(4, 5, 6, 7), [2, 2]),
      y: hostArray(Int32Array.of(2, 3)),
      i: hostArray(Float32Array.of(2, 3)),
      deep: [hostArray(Int32Array.of(2, 3))],
    });
    expect(data.batch(2).size).toBe(3);
    expect(data.batch(2, { keepRemainder: false }).size).toBe(2);
    expect(await data.batch(2, { keepRemainder: false }).toArray()).toEqual(batches.slice(0, 2));
  });

  it('names the field and the element that differ', async () => {
    const ragged = (data: typeof ten) => data.map((n) => ({ image: { pixels: new Float32Array(n === 7 ? 3 : 2) } }));
    for (const data of [ragged(ten), ragged(stream)]) {
      await expectError(
        () => data.batch(4).toArray(),
        ShapeError,
        'batch: `image.pixels` must have shape [2], as in element 4; received [3] in element 7. Bring all elements to one shape with map first.',
      );
    }
    await expectError(
      () => stack<object>([{ x: Float32Array.of(1) }, { x: Int32Array.of(1) }]),
      DtypeError,
      'stack: `x` must be float32, as in element 0; received int32 in element 1.',
    );
    await expectError(
      () => stack<object>([{ x: 1 }, { y: 1 }]),
      ArgumentError,
      'stack: `element` must have the fields x, as element 0 has; received { y } in element 1.',
    );
    await expectError(
      () => stack<object>([{ x: 1 }, { x: { y: 1 } }]),
      ArgumentError,
      'stack: `x` must be an array, as element 0 has; received { y } in element 1.',
    );
    await expectError(
      () => stack([{ id: 'a' }]),
      ArgumentError,
      'stack: `id` must be a host array, a typed array, a number, or a record of these; received "a" in element 0.',
    );
    await expectError(() => stack([]), ArgumentError, 'stack: `elements` must hold at least one; received none.');
  });
});

describe('the rest', () => {
  it('take, skip, filter, repeat and window give what they say', async () => {
    for (const data of [ten, stream]) {
      expect(await data.take(3).toArray()).toEqual([0, 1, 2]);
      expect(await data.skip(8).toArray()).toEqual([8, 9]);
      expect(await data.filter(async (n) => n % 4 === 0).toArray()).toEqual([0, 4, 8]);
      expect(await data.take(2).repeat(3).toArray()).toEqual([0, 1, 0, 1, 0, 1]);
      expect(await data.take(5).window(3).toArray()).toEqual([
        [0, 1, 2],
        [1, 2, 3],
        [2, 3, 4],
      ]);
      expect(await data.window(2, { stride: 3, dilation: 2 }).toArray()).toEqual([
        [0, 2],
        [3, 5],
        [6, 8],
      ]);
      expect(await data.window(2, { stride: 4 }).toArray()).toEqual([
        [0, 1],
        [4, 5],
        [8, 9],
      ]);
      expect(await data.take(0).repeat().toArray().catch(String)).toEqual([]);
    }
    expect(ten.repeat().size).toBe(Number.POSITIVE_INFINITY);
    expect(await fromIterable(new Set()).repeat().take(3).toArray()).toEqual([]);
    const orders = await ten.shuffle().repeat(2).toArray();
    expect(orders.slice(0, 10)).not.toEqual(orders.slice(10));
  });

  it('zip goes in step, and says when one is longer', async () => {
    expect(await zip({ a: ten.take(2), b: stream.take(2) }).toArray()).toEqual([
      { a: 0, b: 0 },
      { a: 1, b: 1 },
    ]);
    expect(await zip({ a: ten, b: ten.take(1).repeat() }).toArray()).toHaveLength(10);
    const images = await zip({ a: ten.shuffle(), b: ten.map((n) => -n).shuffle() }).toArray({ epoch: 2, seed: 4 });
    for (const { a, b } of images) expect(b).toBe(-a);
    await expectError(
      () => zip({ a: ten, b: ten.take(3) }),
      ArgumentError,
      'zip: `datasets` must have the same number of elements; received `a` of 10 and `b` of 3. Cut the longer one with take.',
    );
    await expectError(
      () => zip({ a: stream, b: stream.filter((n) => n < 3) }).toArray(),
      ArgumentError,
      'zip: `datasets` must have the same number of elements; received `b` that had ended and `a` that had not. Cut the longer one with take.',
    );
    await expectError(() => zip({}), ArgumentError, 'zip: `datasets` must hold at least one; received none.');
  });

  it('cache reads its source once, whoever stops where, and holds epoch 0', async () => {
    const { data, seen } = watched();
    const cached = data.cache();
    for await (const n of cached) if (n === 3) break;
    expect(seen).toEqual({ read: 4, opened: 1, closed: 1 });
    const [a, b] = await Promise.all([cached.toArray(), cached.toArray({ epoch: 1 })]);
    expect([a, b]).toEqual([await ten.toArray(), await ten.toArray()]);
    await cached.toArray();
    expect(seen.opened).toBe(2);

    let calls = 0;
    const counted = ten
      .map((n) => n + calls++ * 0)
      .shuffle()
      .cache();
    expect(await counted.toArray({ epoch: 5 })).toEqual(await ten.shuffle().toArray());
    await counted.toArray({ epoch: 6 });
    expect(calls).toBe(10);
    expect(await counted.toArray({ seed: 1 })).toEqual(await ten.shuffle().toArray({ seed: 1 }));
  });

  it('cache forgets an error', async () => {
    for (const data of [ten, stream]) {
      let broken = true;
      const cached = data
        .map((n) => {
          if (broken && n === 2) throw new TypeError('for now');
          return n;
        })
        .cache();
      await expect(cached.toArray()).rejects.toThrow('for now');
      broken = false;
      expect(await cached.toArray()).toEqual(await ten.toArray());
    }
  });

  it('prefetch reads ahead, no farther than it says, and throws errors where they belong', async () => {
    const { data, seen } = watched();
    const iterator = data.prefetch(3).iterate();
    expect(seen.read).toBe(0);
    await iterator.next();
    await vi.waitFor(() => expect(seen.read).toBe(4));
    await new Promise((resolve) => setTimeout(resolve)); // for a read too many
    expect(seen.read).toBe(4);
    await iterator.return?.();
    expect(seen.closed).toBe(1);

    const failing = stream.map((n) => {
      if (n === 2) throw new TypeError('broken');
      return n;
    });
    const read: number[] = [];
    await expect(
      (async () => {
        for await (const n of failing.prefetch(5)) read.push(n);
      })(),
    ).rejects.toThrow('broken');
    expect(read).toEqual([0, 1]);
  });

  it('at takes an index of an element, where elements can be reached', async () => {
    expect(await ten.skip(2).at(3)).toBe(5);
    await expectError(() => ten.at(10), ArgumentError, 'at: `index` must be an integer from 0 to 9; received 10.');
    await expectError(
      () => stream.at(0),
      ArgumentError,
      'at: the elements of this dataset can only be read one after another. Use fromIterable(await dataset.toArray()) where they fit into memory.',
    );
  });

  it.each([
    [() => ten.batch(0), 'batch: `size` must be an integer of at least 1; received 0.'],
    [() => ten.take(-1), 'take: `count` must be an integer of at least 0; received -1.'],
    [() => ten.skip(0.5), 'skip: `count` must be an integer of at least 0; received 0.5.'],
    [() => ten.repeat(0), 'repeat: `count` must be an integer of at least 1; received 0.'],
    [() => ten.prefetch(0), 'prefetch: `count` must be an integer of at least 1; received 0.'],
    [() => ten.shuffle({ seed: -1 }), 'shuffle: `seed` must be an integer of at least 0; received -1.'],
    [() => ten.shuffle({ buffer: 0 }), 'shuffle: `buffer` must be an integer of at least 1; received 0.'],
    [() => ten.window(0), 'window: `length` must be an integer of at least 1; received 0.'],
    [() => ten.shuffle({ sead: 1 } as object), 'shuffle: `options` must be among `seed`, `buffer`; received `sead`.'],
    [() => ten.batch(2, { drop: true } as object), 'batch: `options` must be among `keepRemainder`; received `drop`.'],
    [
      () => ten.window(1, { step: 2 } as object),
      'window: `options` must be among `stride`, `dilation`; received `step`.',
    ],
    [
      () => ten.iterate({ index: 2 } as object),
      'iterate: `options` must be among `epoch`, `seed`, `position`; received `index`.',
    ],
    [
      () => fromGenerator(() => [][Symbol.iterator](), { sead: 1 } as object),
      'fromGenerator: `options` must be among `seed`; received `sead`.',
    ],
    [() => ten.window(1, { stride: 0 }), 'window: `stride` must be an integer of at least 1; received 0.'],
    [() => ten.iterate({ epoch: -1 }), 'iterate: `epoch` must be an integer of at least 0; received -1.'],
    [() => ten.iterate({ seed: 0.5 }), 'iterate: `seed` must be an integer of at least 0; received 0.5.'],
    [() => ten.repeat().toArray(), 'toArray: the dataset has no end. Cut it with take first.'],
    [
      () => ten.iterate({ position: 11 }),
      'iterate: `position` must come from the position() of an iterator over the same dataset; received 11.',
    ],
    [
      () => stream.map(String).iterate({ position: [1, 2, 3] }),
      'iterate: `position` must come from the position() of an iterator over the same dataset; received [1,2,3].',
    ],
    [
      () => stream.map(String).iterate({ position: { index: 1 } }),
      'iterate: `position` must come from the position() of an iterator over the same dataset; received {"index":1}.',
    ],
  ])('checks its arguments at the call (%#)', async (act, message) => {
    await expectError(act, ArgumentError, message);
  });
});

describe('closing', () => {
  const stages = {
    map: () => watchedWith((data) => data.map((n) => n)),
    filter: () => watchedWith((data) => data.filter(() => true)),
    batch: () => watchedWith((data) => data.batch(2)),
    shuffle: () => watchedWith((data) => data.shuffle({ buffer: 3 })),
    take: () => watchedWith((data) => data.take(6)),
    skip: () => watchedWith((data) => data.skip(1)),
    repeat: () => watchedWith((data) => data.repeat()),
    cache: () => watchedWith((data) => data.cache()),
    prefetch: () => watchedWith((data) => data.prefetch(2)),
    window: () => watchedWith((data) => data.window(2)),
    zip: () => watchedWith((data) => zip({ data, ten: ten.repeat() })),
    fromDataset: () =>
      watchedWith((data) =>
        fromDataset({
          size: data.size,
          iterate: (options) => data.iterate(options),
          [Symbol.asyncIterator]: () => data.iterate(),
        }),
      ),
  };

  function watchedWith(apply: (data: ReturnType<typeof watched>['data']) => AsyncIterable<unknown>) {
    const { data, seen } = watched();
    return { data: apply(data), seen };
  }

  it.each(Object.entries(stages))('%s closes its source after a break, an error and the end', async (name, make) => {
    const broken = make();
    for await (const _ of broken.data) break;
    expect(broken.seen).toMatchObject({ opened: 1, closed: 1 });

    const failed = make();
    await expect(
      (async () => {
        for await (const _ of failed.data) throw new TypeError('consumer');
      })(),
    ).rejects.toThrow('consumer');
    expect(failed.seen).toMatchObject({ opened: 1, closed: 1 });

    if (name === 'repeat') return;
    const ended = make();
    for await (const _ of ended.data);
    expect(ended.seen).toMatchObject({ opened: 1, closed: 1 });
  });

  it('takes calls that do not wait for one another', async () => {
    const iterator = stream.prefetch(2).iterate();
    const results = await Promise.all(Array.from({ length: 12 }, () => iterator.next()));
    expect(results.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, undefined, undefined]);
  });
});
