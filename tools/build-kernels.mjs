// Compiles assembly/ of the package in whose folder it runs into src/internal/generated/kernels.ts: the module as text, so
// that nothing has to be served beside the scripts. What it writes is not committed.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const root = `${process.cwd()}/`;
const draft = `kernels.${process.pid}.wasm`;
const flags =
  '--importMemory --noExportMemory --initialMemory 0 --runtime stub -O3 --noAssert --use abort= --enable simd';
const { error, stderr } = await asc.main(['assembly/index.ts', ...flags.split(' '), '-o', draft, '--baseDir', root]);
if (error) {
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
}
const bytes = await readFile(root + draft);
await rm(root + draft);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).map(
  ({ module, name }) => `${module}.${name}`,
);
if (imports.join() !== 'env.memory') {
  process.stderr.write(
    `build-kernels: the module imports ${imports.join(', ')}; kernels import nothing but the memory.\n`,
  );
  process.exit(1);
}
const text = `// Generated from assembly/ by tools/build-kernels.mjs; change the sources there and build.\n
/** A WebAssembly module, in base64. */
export const KERNELS = '${bytes.toString('base64')}';
`;
const target = `${root}src/internal/generated/kernels.ts`;
await mkdir(`${root}src/internal/generated`, { recursive: true });
// Unchanged where the sources are, so that nothing is built anew.
if ((await readFile(target, 'utf8').catch(() => '')) !== text) await writeFile(target, text);
