import type { Mpi } from '@neurite/distributed';
import { median } from '../measure.js';
import type { Timing } from './fit-network.js';

/** For how many seconds each size is measured, and how often at least and at most. */
const [SECONDS, LEAST, MOST] = [0.4, 4, 200] as const;

/** How long all-reduces of arrays of so many bytes take, as `fit` calls them, one after the other: the median. */
export async function timeAllReduces(parallel: Mpi, sizes: readonly number[]): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const bytes of sizes) {
    const values = new Float32Array(bytes / 4);
    const once = async (): Promise<number> => {
      const begun = performance.now();
      await parallel.allReduce(values);
      return (performance.now() - begun) / 1000;
    };
    const pair = async (): Promise<number> => ((await once()) + (await once())) / 2;
    await pair();
    const count = Int32Array.of(Math.min(MOST, Math.max(LEAST, Math.ceil(SECONDS / (await pair()) / 2))));
    // As often in each.
    await parallel.broadcast(count);
    const seconds: number[] = [];
    // A process that is half a message ahead waits twice as long every other time: two together are right.
    for (let i = 0; i < count[0]!; i++) seconds.push(await pair());
    timings.push({ bytes, seconds: median(seconds) });
  }
  return timings;
}
