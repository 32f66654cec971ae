import { ArgumentError, type Optimizer } from '@neurite/core';
import { assert, expect } from 'vitest';
import type { Check } from '../check.js';
import { after } from '../internal/optimizer-problem.js';

/** An optimizer that is made from options. */
export type OptimizerOptions = {
  /** Makes it; all options have defaults. */
  readonly make: (options: never) => Optimizer;
  /** The names of all options. Those by path that are known here are checked: `learningRateMultiplier`, `weightDecayMask`. */
  readonly names: readonly string[];
};

/**
 * Checks that unknown options are refused, and that options by path act on their paths alone, where parameters are
 * `separate`.
 */
export function optionChecks(
  { make: makeTyped, names }: OptimizerOptions,
  { separate }: { readonly separate: boolean },
): Check[] {
  const make = makeTyped as (options: Readonly<Record<string, unknown>>) => Optimizer; // each check knows its names
  const moved = (options: Readonly<Record<string, unknown>>) => after(make(options), { to: 3 });
  const isScale = (path: string): boolean => path === 'scale';
  return [
    {
      name: 'refuses unknown options and names the known ones',
      run: () => {
        let error: unknown;
        try {
          make({ lr: 0.1 });
        } catch (thrown) {
          error = thrown;
        }
        assert.instanceOf(error, ArgumentError);
        const known = names.map((name) => `\`${name}\``).join(', ');
        assert.isTrue(
          error.message.endsWith(`: \`options\` must be among ${known}; received \`lr\`.`),
          `what it says: ${error.message}`,
        );
      },
    },
    ...(separate && names.includes('learningRateMultiplier')
      ? [
          {
            name: 'multiplies the learning rate of each path by its own number',
            run: async () => {
              const base = names.includes('learningRate') ? { learningRate: 0.125 } : {};
              const plain = await moved(base);
              const half = await moved({ ...base, learningRateMultiplier: 0.5 });
              const mixed = await moved({
                ...base,
                learningRateMultiplier: (path: string) => (isScale(path) ? 0.5 : 1),
              });
              expect(half).not.toEqual(plain);
              expect(mixed).toEqual({ ...plain, scale: half.scale! });
              if (!names.includes('learningRate')) return;
              expect(half).toEqual(await moved({ learningRate: 0.0625 }));
            },
          },
        ]
      : []),
    ...(separate && names.includes('weightDecayMask')
      ? [
          {
            name: 'decays the weights of each path as they are told',
            run: async () => {
              const [plain, decayed] = [await moved({ weightDecay: 0 }), await moved({ weightDecay: 0.5 })];
              expect(decayed).not.toEqual(plain);
              const expected = { ...plain, scale: decayed.scale! };
              expect(await moved({ weightDecay: 0.5, weightDecayMask: isScale })).toEqual(expected);
              expect(await moved({ weightDecay: (path: string) => (isScale(path) ? 0.5 : 0) })).toEqual(expected);
            },
          },
        ]
      : []),
  ];
}
