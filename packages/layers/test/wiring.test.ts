import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const folder = dirname(fileURLToPath(import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

it('a wrong wiring does not compile, and the compiler names the layer', async () => {
  // Inside the package, so that its settings hold; not in test/, where another compiler may be at work.
  const scratch = await mkdtemp(join(folder, '../node_modules/wrong-'));
  try {
    await writeFile(
      join(scratch, 'wrong.ts'),
      `import { conv2d, lstm, relu, sequential } from '../../src/index.js';
export const network: unknown = sequential(conv2d(16, 5), relu(), lstm(10));
`,
    );
    await writeFile(
      join(scratch, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', files: ['wrong.ts'], include: [] }),
    );
    const compiled = promisify(execFile)(process.execPath, [join(typescript, 'bin/tsc'), '-p', scratch]);
    const stdout = await compiled.then(
      () => 'it compiled',
      (failure: { readonly stdout: string }) => failure.stdout,
    );
    expect(stdout).toContain('wrong.ts(2,67)');
    expect(stdout).toContain('layer 2 of sequential takes a tensor of rank 3, and gets a tensor of rank 4');
    expect(stdout.match(/error TS/g)).toHaveLength(1);
  } finally {
    await rm(scratch, { recursive: true });
  }
});
