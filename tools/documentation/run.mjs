// Copied into the folder of the documentation check and run there. Each argument is a compiled example; they run one
// after the other on the wasm backend, and each failure is a line with the name of its file.
import { useWasm } from '@neurite/backend-wasm';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';

await useWasm();
const backend = getBackend();

for (const file of process.argv.slice(2)) {
  try {
    await setBackend(backend);
    await import(`./${file}`);
  } catch (error) {
    console.log(`FAILED ${file} ${String(error).replaceAll('\n', ' ')}`);
  }
}
console.log('ALL RAN');
