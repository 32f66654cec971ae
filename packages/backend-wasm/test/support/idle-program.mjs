// Works on two threads, then has nothing to do for a while, then ends without being told to.
import { useWasm } from '@neurite/backend-wasm';
import { matMul, ones } from '@tensorflow/tfjs-core';

const { threads } = await useWasm({ threads: 2 });
const a = ones([400, 400]);
let sum = 0;
for (let i = 0; i < 20; i++) sum += (await matMul(a, a).data())[0];
// A busy machine may let it work on its start for longer; one thread that looked out for work would do so for ever.
let idleShare = 1;
for (let second = 0; second < 100 && idleShare > 0.3; second++) {
  const start = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const { user, system } = process.cpuUsage(start);
  idleShare = (user + system) / 1e6;
}
process.stdout.write(JSON.stringify({ threads, sum, idleShare }));
