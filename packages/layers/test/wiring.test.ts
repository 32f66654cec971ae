import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const folder = dirname(fileURLToPath(import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

/** A wiring that does not fit, and what the compiler says about it. */
const WRONG: readonly (readonly [wiring: string, message: string])[] = [
  [
    'sequential(conv2d(16, 5), relu(), lstm(10))',
    'layer 2 of sequential takes a tensor of rank 3, and gets a tensor of rank 4',
  ],
  [
    'sequential(sequential(conv2d(16, 5)), parallel({ a: lstm(3), b: relu() }))',
    'layer 1 of sequential takes a tensor of rank 3, and gets a tensor of rank 4',
  ],
  ['sequential(parallel({ a: relu() }), dense(3))', 'layer 1 of sequential takes a tensor, and gets a record'],
  ['sequential(parallel([relu(), dense(3)]), relu())', 'layer 1 of sequential takes a tensor, and gets a list'],
  [
    'sequential(conv2d(16, 5), concatenate())',
    'layer 1 of sequential takes a list or record, and gets a tensor of rank 4',
  ],
  [
    'sequential(parallel({ a: lstm(3), b: lstm(3, { returnSequences: true }) }), sum())',
    'layer 1 of sequential takes tensors of one rank, and gets a record',
  ],
  ['parallel({ a: lstm(3), b: conv2d(3, 3) })', 'the branches of parallel take inputs of different ranks'],
];

it('a wrong wiring does not compile, and the compiler names the layer', async () => {
  // Inside the package, so that its settings hold; not in test/, where another compiler may be at work.
  const scratch = await mkdtemp(join(folder, '../node_modules/wrong-'));
  try {
    const names = 'concatenate, conv2d, dense, lstm, parallel, relu, sequential, sum';
    const lines = WRONG.map(([wiring], i) => `export const wrong${i}: unknown = ${wiring};`);
    await writeFile(join(scratch, 'wrong.ts'), [`import { ${names} } from '../../src/index.js';`, ...lines].join('\n'));
    await writeFile(
      join(scratch, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', files: ['wrong.ts'], include: [] }),
    );
    const compiled = promisify(execFile)(process.execPath, [
      join(typescript, 'bin/tsc'),
      '--pretty',
      'false',
      '-p',
      scratch,
    ]);
    const stdout = await compiled.then(
      () => 'it compiled',
      (failure: { readonly stdout: string }) => failure.stdout,
    );
    const said = stdout.split(/^(?=\S*wrong\.ts\()/m).filter((part) => part.includes('error TS'));
    for (const [i, [wiring, message]] of WRONG.entries()) {
      const own = said.filter((part) => part.includes(`wrong.ts(${i + 2},`));
      expect(own.join(''), wiring).toContain(message);
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
});
