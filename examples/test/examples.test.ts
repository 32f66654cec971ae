import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** Each example, and what it prints last when it has worked. */
const examples = {
  'one-neuron': /^for x = 4: 4 · 2 \+ 1 = 9$/,
  penguins: /^loss 0\.0\d*, (9[6-9]|100) % of the penguins right$/,
  'boosted-trees': /^restored: species 2$/,
  'own-loop': /^epoch 60: loss 0\.0[0-3]/,
  'own-parts': /^loss 0\.[01]\d*, close enough (8|9|10)\d* %$/,
  'inputs-and-outputs': /^loss 0\.[0-4]\d*, bright or not: (9\d|100) % right$/,
  masks: /^loss 0\.[01]\d*, (9\d|100) % of the tags right$/,
  'fine-tuning': /parameters · .* trainable · 0 frozen/,
  saving: /^\(0\.1, 0\.2\) is inside, \(0\.9, −0\.8\) outside$/,
  gan: /^real: 3\.00 ± 0\.50, generated: (2\.[7-9]|3\.[0-3])\d ± /,
  'gradient-penalty': /^real: 3\.00 ± 0\.50, generated: (2\.[7-9]|3\.[0-3])\d ± /,
  contrastive: /^(9\d|100)\.\d % of the points right, with two labels$/,
  worker: /^sin\(π \/ 2\) is about (0\.9|1\.0)\d$/,
  'language-model': /^she sells .*shells/,
  'skip-connections': /^loss 0\.[01]\d*, 9\d\.\d % of the pixels right$/,
};

describe('examples', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each(Object.entries(examples))('%s', async (name, last) => {
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void printed.push(words.join(' ')));
    if (name === 'worker') printed.push(run(name));
    else await import(`../${name}/main.ts`);
    expect(printed.at(-1)?.split('\n').at(-1)).toMatch(last);
  });
});

/** Runs an example as a reader does, on the built packages: the test runner's own threads load sources. */
function run(name: string): string {
  const program = fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url));
  return execFileSync(process.execPath, ['--import', 'tsx', program], { encoding: 'utf8' }).trim();
}
