// Copied into the folder of the documentation check and run there. Each argument is a compiled example; they run one
// after the other, and each failure is a line with the name of its file.
import { useWasm } from '@neurite/backend-wasm';
import { engine, removeBackend } from '@tensorflow/tfjs-core';

for (const file of process.argv.slice(2)) {
  try {
    // A reader's program begins without an engine; an example in a docstring is a part of a program.
    if (file.startsWith('readme')) for (const name of Object.keys(engine().registryFactory)) removeBackend(name);
    else await useWasm();
    await import(`./${file}`);
  } catch (error) {
    console.log(`FAILED ${file} ${String(error).replaceAll('\n', ' ')}`);
  }
}
console.log('ALL RAN');
