/** One of several processes does not do its part. Arguments: what becomes of rank 1. */
import { mpi } from '../../src/index.js';

const [, , fate] = process.argv;
const isAway = ['idles', 'stalls'].includes(fate!);
const parallel = mpi({ timeout: isAway || fate === 'freezes' ? 0.2 : 60 });
await parallel.barrier();
parallel.noteCheckpoint?.('run/step-00000007.safetensors');
if (parallel.rank === 1) {
  if (fate === 'throws') throw new RangeError('rank 1 has no data');
  if (fate === 'exits') process.exit(3);
  if (fate === 'aborts') parallel.abort('there is nothing to do', 4);
  if (fate === 'freezes') process.kill(process.pid, 'SIGSTOP');
  if (isAway) setInterval(() => {}, 1000);
  if (fate === 'dies') process.kill(process.pid, 'SIGKILL');
}
if (fate === 'stalls' && parallel.rank === 0) parallel.allReduceNow(new Float32Array(1));
const isThere = parallel.rank === 0 || !isAway;
if (isThere) await parallel.allReduce(new Float32Array(1));
if (isThere) process.exitCode = fate === 'stops' ? 130 : 0;
