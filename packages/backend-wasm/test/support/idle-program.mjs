// Works on two threads, then has nothing to do for a while, then ends without being told to.
import { useWasm } from '@neurite/backend-wasm';
import { matMul, ones } from '@tensorflow/tfjs-core';

const { threads } = await useWasm({ threads: 2 });
const a = ones([400, 400]);
let sum = 0;
for (let i = 0; i < 20; i++) sum += (await matMul(a, a).data())[0];
await new Promise((resolve) => setTimeout(resolve, 100));
const start = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 1000));
const { user, system } = process.cpuUsage(start);
process.stdout.write(JSON.stringify({ threads, sum, idleShare: (user + system) / 1e6 }));
