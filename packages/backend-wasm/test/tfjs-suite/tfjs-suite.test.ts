import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleSuite } from './bundle.js';
import { deviations } from './deviations.js';

type Outcome = { readonly spec: string; readonly status: string; readonly failure?: string };

const root = fileURLToPath(new URL('../..', import.meta.url));

describe("tfjs-core's own tests on this engine", () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    const [program, report] = [
      join(root, 'node_modules/.test/tfjs-suite/suite.cjs'),
      join(root, 'node_modules/.test/tfjs-suite/report.json'),
    ];
    await bundleSuite(program);
    const { NODE_PATH: _, NODE_OPTIONS: __, ...env } = process.env;
    await promisify(execFile)(process.execPath, [program, new URL('../../wasm/', import.meta.url).href, report], {
      env,
      maxBuffer: 2 ** 26, // some specs print profiles
    });
    outcomes = JSON.parse(readFileSync(report, 'utf8')) as Outcome[];
  });

  it('runs all of them', () => {
    expect(outcomes.length).toBe(4230);
    expect(outcomes.filter(({ status }) => status === 'pending').length).toBe(5);
  });

  it('passes them all but those that another answer is better for', () => {
    const failures = outcomes.filter(({ status }) => status === 'failed');
    const meant = new Set(deviations.flatMap(({ specs }) => specs));
    expect(failures.filter(({ spec }) => !meant.has(spec))).toEqual([]);
  });

  it.each(deviations)('deviates where it says so: $reason', ({ specs }) => {
    const failed = new Set(outcomes.filter(({ status }) => status === 'failed').map(({ spec }) => spec));
    expect(specs.filter((spec) => !failed.has(spec))).toEqual([]);
  });
});
