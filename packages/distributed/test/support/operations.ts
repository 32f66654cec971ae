/** What each of several processes sees of the others. Argument: a folder. */
import { mpi } from '../../src/index.js';
import { tell } from './tell.js';

const LARGE = 2 ** 26 + 5;

const parallel = mpi({ timeout: 60 });
const { rank, size, library } = parallel;
const facts: Record<string, unknown> = { rank, size, library, same: mpi() === parallel };

// Rounds of different lengths, all asked for before the first is done.
const sums = [Float32Array, Float64Array, Int32Array, Uint8Array].map((type) =>
  parallel.allReduce(type.from([rank + 1, 10 * rank, 0])),
);
facts.sums = (await Promise.all(sums)).map((values) => [...values]);
facts.now = [...parallel.allReduceNow(Float64Array.of(rank + 1, 10 * rank))];
facts.nothing = (await parallel.allReduce(new Float32Array())).length;
// A part of an array, and no more.
const whole = Float32Array.of(1, 2, 3, 4);
await parallel.allReduce(whole.subarray(1, 3));
facts.part = [...whole];

facts.fromLast = [...(await parallel.broadcast(Int32Array.of(rank, rank + 1), size - 1))];
facts.fromFirst = [...(await parallel.broadcast(Float64Array.of(rank ? 0 : Math.PI)))];
facts.gathered = (await parallel.gather(Uint8Array.from({ length: 3 * rank }, (_, i) => 10 * rank + i))).map(
  (bytes) => [...bytes],
);
facts.exchanged = (
  await parallel.exchange(Array.from({ length: size }, (_, to) => new Uint8Array(to + 2 * rank).fill(10 * rank + to)))
).map((bytes) => [...bytes]);
facts.apart = await parallel.exchange([]).catch((error: Error) => error.message);
// Longer than what goes at once.
facts.long = (await parallel.gather(new Uint8Array(2000 * rank).fill(rank))).map((bytes) => [
  bytes.length,
  bytes.at(-1),
]);

// More elements than go at once.
const large = await parallel.broadcast(new Uint8Array(LARGE).fill(rank + 7));
facts.large = [large[0], large[2 ** 26 - 1], large[2 ** 26], large.at(-1)];
// The same bits in each, whatever the numbers.
const million = await parallel.allReduce(Float32Array.from({ length: 1e6 }, (_, i) => Math.sin(i + rank)));
const bits = await parallel.gather(new Uint8Array(million.buffer));
facts.bits = bits.every((bytes) => Buffer.compare(bytes, bits[0]!) === 0);
facts.million = Math.max(...Array.from({ length: 1000 }, (_, i) => Math.abs(million[997 * i]! - exact(997 * i))));

// The event loop goes on while the others are waited for.
let turns = 0;
const isWaiting = rank === 0;
const arrived = parallel.barrier().then(() => 'all');
if (isWaiting) {
  while (turns < 3) await new Promise((resolve) => setImmediate(() => resolve(turns++)));
}
facts.turns = turns;
facts.barrier = await arrived;
facts.refused = await parallel.broadcast(new Uint8Array(1), size).catch((error: Error) => error.message);
tell(parallel, facts);

function exact(i: number): number {
  let sum = 0;
  for (let one = 0; one < size; one++) sum += Math.fround(Math.sin(i + one));
  return sum;
}
