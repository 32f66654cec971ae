import { createHash } from 'node:crypto';
import type { Parts } from '@neurite/translator-model/split';
import type { Options } from './options.js';

/** What a run depends on, as text: its options and its phrases. */
export function identityOf(options: Options, { train, validation, test }: Parts): string {
  const hash = createHash('sha256');
  for (const part of [train, validation, test]) {
    for (const { source, target } of part) hash.update(`${source}\t${target}\n`);
    hash.update('\n');
  }
  return JSON.stringify({ ...options, sha256: hash.digest('hex') });
}

/** Options as they are written on the command line. */
export function describeOptions(json: string): string {
  try {
    const { from, to, data, network, epochs, seed, quick, sha256 } = JSON.parse(json) as Options & { sha256: string }; // as `identityOf` writes it
    const what = data === undefined ? `--from ${from} --to ${to}` : `--data ${data}`;
    const how = `--network ${network} --epochs ${epochs} --seed ${seed}${quick ? ' --quick' : ''}`;
    // The same options may lead to other phrases.
    const maker = data === undefined ? 'this version of Node' : 'this file';
    return `${what} ${how}, on phrases (SHA-256 ${sha256.slice(0, 8)}…) that ${maker} may no longer give`;
  } catch {
    return 'some that cannot be read';
  }
}
