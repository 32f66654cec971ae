import { expect, it } from 'vitest';
import { allReduceSeconds, efficiency, type Network, stepSeconds } from '../src/distributed/cost-model.js';
import { fitNetwork } from '../src/distributed/fit-network.js';

const network: Network = { latency: 1e-3, handshake: 3e-3, bandwidth: 1e9 };

it('adds up small arrays in log₂ p rounds, and large ones in twice their bytes', () => {
  expect(allReduceSeconds(1e6, 1, network)).toBe(0);
  expect(allReduceSeconds(4, 2, network)).toBeCloseTo(1e-3, 6);
  expect(allReduceSeconds(4, 1000, network)).toBeCloseTo(10e-3, 6);
  // Two send everything once, by either algorithm, and the one with a round asks once.
  expect(allReduceSeconds(1e9, 2, network)).toBeCloseTo(1.003, 6);
  // A thousand send almost twice of it, and ask in each of twenty rounds.
  expect(allReduceSeconds(1e9, 1024, network)).toBeCloseTo(20 * 3e-3 + 2 * (1023 / 1024), 6);
});

it('hides what is sent while the backward pass goes on', () => {
  const step = { compute: 3, backward: 2, bytes: 1e9, bucketBytes: 1e8, gathers: 0 };
  const free = { latency: 0, handshake: 0 };
  // Ten pieces of 0.1 s each: the last one alone comes after the pass.
  expect(stepSeconds(step, 2, { ...free, bandwidth: 1e9 })).toBeCloseTo(3.1, 6);
  // Where the network is the slower one, it is busy from the first piece on: 3 + 0.2 + 10 · 0.4 − 2.
  expect(stepSeconds(step, 2, { ...free, bandwidth: 2.5e8 })).toBeCloseTo(5.2, 6);
  // One piece follows the pass.
  expect(stepSeconds({ ...step, bucketBytes: 1e10 }, 2, { ...free, bandwidth: 1e9 })).toBeCloseTo(4, 6);
});

it('waits for every gather', () => {
  const step = { compute: 0.1, backward: 0, bytes: 0, bucketBytes: 1, gathers: 2 };
  expect(stepSeconds(step, 8, network)).toBeCloseTo(0.1 + 3e-3 + 2 * 3e-3, 9);
  expect(efficiency(step, 1, network)).toBe(1);
  expect(efficiency(step, 8, network)).toBeCloseTo(0.1 / 0.109, 9);
});

it('finds the network that times were made of, whatever their sizes', () => {
  const time = (bytes: number) => ({ bytes, seconds: allReduceSeconds(bytes, 2, network) });
  const timings = [4, 1024, 4096, 1e6, 4e6, 1.6e7, 1e8].map(time);
  const found = fitNetwork(timings);
  expect(found.latency).toBeCloseTo(1e-3, 4);
  expect(found.handshake).toBeCloseTo(3e-3, 9);
  expect(found.bandwidth / 1e9).toBeCloseTo(1, 6);
  // A large time that is 10 % off moves the bandwidth, and the rest hardly.
  const noisy = fitNetwork(timings.map((one, i) => (i === 6 ? { ...one, seconds: 1.1 * one.seconds } : one)));
  expect(noisy.handshake).toBeCloseTo(3e-3, 3);
  // Where large ones seem to begin sooner than small ones, they begin as soon.
  const odd = fitNetwork(timings.map((one) => (one.bytes > 4096 ? { ...one, seconds: one.bytes / 1e9 } : one)));
  expect(odd.handshake).toBe(odd.latency);
  expect(odd.bandwidth).toBeGreaterThan(1e9);
});
