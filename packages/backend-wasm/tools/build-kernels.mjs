// Writes the types of kernel calls, and compiles assembly/ into the four modules of wasm/ (with and without relaxed SIMD, with
// and without threads). A module that would write into the heap at start is refused. The threads' script is put beside them.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { generateCalls } from './generate-calls.mjs';
import { dataSections, foreignImports, withoutSharing } from './inspect-module.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const common =
  '--importMemory --noExportMemory --initialMemory 1 --maximumMemory 65536 --runtime stub -O3 --noAssert --use abort= --enable simd --enable threads --sharedMemory'.split(
    ' ',
  );
// Relaxed SIMD is still behind a warning about experimental features in the compiler.
common.push('--disableWarning', '112');

// Unchanged where the sources are, so that nothing is built anew.
const calls = `${root}src/internal/generated/kernel-calls.ts`;
const generated = await generateCalls(root);
await mkdir(`${root}src/internal/generated`, { recursive: true });
if ((await readFile(calls, 'utf8').catch(() => '')) !== generated) await writeFile(calls, generated);

await mkdir(`${root}wasm`, { recursive: true });
for (const [name, flags] of [
  ['plain', []],
  ['relaxed', ['--enable', 'relaxed-simd']],
]) {
  // Written to a draft and renamed, so that a module is never loaded half written.
  const draft = `wasm/${name}.${process.pid}.draft`;
  const { error, stderr } = await asc.main(['assembly/index.ts', ...common, ...flags, '-o', draft, '--baseDir', root]);
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
  const bytes = await readFile(root + draft);
  const problems = [
    ...(dataSections(bytes) > 0 ? ['it has a data segment, which would overwrite a tensor'] : []),
    ...foreignImports(bytes).map((name) => `it imports ${name}; kernels import nothing but the memory`),
  ];
  if (problems.length > 0) {
    await rm(root + draft);
    process.stderr.write(`build-kernels: wasm/${name}.wasm was not written: ${problems.join('; ')}.\n`);
    process.exit(1);
  }
  await writeFile(root + draft, bytes);
  await rename(root + draft, `${root}wasm/${name}-threads.wasm`);
  await writeFile(root + draft, withoutSharing(bytes));
  await rename(root + draft, `${root}wasm/${name}.wasm`);
}

// What each further thread starts from, as one file in the same folder, so that one folder is all that has to be served.
const draft = `${root}wasm/worker.${process.pid}.draft`;
await build({
  entryPoints: [`${root}src/internal/worker.ts`],
  outfile: draft,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'error',
});
await rename(draft, `${root}wasm/worker.js`);
