// Copied into the folder of the documentation check, and run there: each argument is a compiled example. They run one
// after the other on the wasm backend; what fails is named by its file in a line of its own.
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
