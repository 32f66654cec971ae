import { expectError } from '@neurite/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, RandomStream } from '../src/index.js';

const seed = fc.maxSafeNat();
const take = (random: RandomStream, count = 8): number[] => Array.from(random.uniforms(count));

describe('RandomStream', () => {
  it('gives the same numbers for one seed, others for another', () =>
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        expect(take(RandomStream.fromSeed(a))).toEqual(take(RandomStream.fromSeed(a)));
        if (a !== b) expect(take(RandomStream.fromSeed(a))).not.toEqual(take(RandomStream.fromSeed(b)));
      }),
    ));

  it('gives these numbers, in this version and the next', () => {
    const random = RandomStream.fromSeed(7);
    expect([random.uniform(), random.child('a').integer(1000), random.normal()]).toMatchInlineSnapshot(`
      [
        0.15339398384094238,
        878,
        1.1925000405239856,
      ]
    `);
  });

  it('splits by name, whatever was drawn before', () =>
    fc.assert(
      fc.property(seed, fc.string(), fc.string(), fc.nat(20), (from, a, b, draws) => {
        const random = RandomStream.fromSeed(from);
        const untouched = take(random.child(a));
        random.uniforms(draws);
        expect(take(random.child(a))).toEqual(untouched);
        if (a !== b) expect(take(random.child(b))).not.toEqual(untouched);
        expect(take(random.child(a).child(b))).not.toEqual(take(random.child(a + b)));
        expect(untouched).not.toEqual(take(RandomStream.fromSeed(from)));
      }),
    ));

  it('has children that do not go together', () => {
    const random = RandomStream.fromSeed(1);
    const [a, b] = [random.child('0').normals(20_000), random.child('1').normals(20_000)];
    const correlation = a.reduce((total, value, i) => total + value * b[i]!, 0) / a.length;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(a.length));
  });

  it('goes on where its state was taken, also through JSON', () =>
    fc.assert(
      fc.property(seed, fc.nat(30), (from, draws) => {
        const random = RandomStream.fromSeed(from).child('x');
        random.normals(draws);
        const restored = RandomStream.fromState(JSON.parse(JSON.stringify(random.state)));
        expect(take(restored)).toEqual(take(random));
        expect(take(restored.child('y'))).toEqual(take(random.child('y')));
      }),
    ));

  it('permutes', () =>
    fc.assert(
      fc.property(seed, fc.nat(60), (from, count) => {
        const order = RandomStream.fromSeed(from).permutation(count);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    ));

  it('takes every order of three equally often, and every integer below a bound', () => {
    const random = RandomStream.fromSeed(3);
    const orders = new Map<string, number>();
    const numbers = new Array<number>(7).fill(0);
    for (let i = 0; i < 6000; i++) {
      const order = String(random.permutation(3));
      orders.set(order, (orders.get(order) ?? 0) + 1);
      numbers[random.integer(7)]! += 1;
    }
    // The 0.999 quantiles of chi square with 5 and 6 degrees of freedom.
    expect(chiSquare([...orders.values()])).toBeLessThan(20.5);
    expect(orders.size).toBe(6);
    expect(chiSquare(numbers)).toBeLessThan(22.5);
  });

  it('fills [0, 1) evenly', () => {
    const bins = new Array<number>(64).fill(0);
    const random = RandomStream.fromSeed(11);
    for (let i = 0; i < 64_000; i++) bins[Math.floor(random.uniform() * 64)]! += 1;
    // The 0.999 quantile with 63 degrees of freedom.
    expect(chiSquare(bins)).toBeLessThan(103.5);
  });

  it('draws between bounds', () =>
    fc.assert(
      fc.property(seed, fc.integer({ min: -50, max: 0 }), fc.integer({ min: 1, max: 50 }), (from, low, high) => {
        const values = RandomStream.fromSeed(from).uniforms(200, low, high);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
        expect(Math.max(...values)).toBeLessThanOrEqual(high);
      }),
    ));

  it('draws normal numbers of the moments asked for', () => {
    const values = RandomStream.fromSeed(2).normals(50_000, 3, 2);
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const moment = (power: number): number =>
      values.reduce((total, value) => total + ((value - mean) / 2) ** power, 0) / values.length;
    expect(mean).toBeCloseTo(3, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(3))).toBeLessThan(0.06);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('names what is wrong', async () => {
    const random = RandomStream.fromSeed(0);
    for (const wrong of [-1, 1.5, Number.NaN, 2 ** 53]) {
      await expectError(
        () => RandomStream.fromSeed(wrong),
        ArgumentError,
        `RandomStream.fromSeed: \`seed\` must be an integer of at least 0; received ${wrong}.`,
      );
    }
    await expectError(
      () => random.integer(0),
      ArgumentError,
      'RandomStream.integer: `below` must be an integer of at least 1; received 0.',
    );
    await expectError(
      () => RandomStream.fromState({ key: [1, 2, 3, 4], generator: [0, 0, 0, 0] }),
      ArgumentError,
      'RandomStream.fromState: `state` must have a key and a generator of four 32-bit words each, of the generator ' +
        'not all 0; received {"key":[1,2,3,4],"generator":[0,0,0,0]}.',
    );
    await expectError(
      () => RandomStream.fromState(JSON.parse('{"key":[1,2,3]}')),
      ArgumentError,
      'RandomStream.fromState: `state` must have a key and a generator of four 32-bit words each, of the generator ' +
        'not all 0; received {"key":[1,2,3]}.',
    );
  });
});

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((total, count) => total + count, 0) / counts.length;
  return counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
}
