import { resolveOptions } from '@neurite/core';
import { JOINED, LOOKALIKES } from '../internal/confusions.js';
import { type Chance, chosen, pick, type TextAugmentation, textAugmentation } from '../internal/text-augmentation.js';

export type OcrErrorsOptions = Chance & {
  /** How often a character that can be mistaken is, 0 to 1. Default 0.05. */
  readonly rate?: number;
};

/**
 * Mistakes characters for others that look alike, as character recognition does: 0 for O, l for 1, m for rn.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const errors = ocrErrors({ rate: 1 });
 * errors.text('B', { seed: 1 }); // 8
 */
export function ocrErrors(options: OcrErrorsOptions = {}): TextAugmentation {
  const { probability, rate } = resolveOptions('ocrErrors', options, { probability: 1, rate: 0.05 });
  return textAugmentation({
    name: 'ocrErrors',
    probability,
    rate,
    change: (text, random) => {
      const units = Array.from(text);
      for (const i of chosen(units.length, rate, random)) {
        const pair = `${units[i]}${units[i + 1] ?? ''}`;
        const choices = [
          ...(Object.hasOwn(LOOKALIKES, units[i]!) ? LOOKALIKES[units[i]!]! : []).map((one) => [one]),
          ...JOINED.filter(([two]) => two === pair).map(([, one]) => [one, '']),
          ...JOINED.filter(([, one]) => one === units[i]).map(([two]) => [two]),
        ];
        if (choices.length === 0) continue;
        // As many as are replaced: the second of a pair becomes empty.
        const read = pick(choices, random);
        units.splice(i, read.length, ...read);
      }
      return units.join('');
    },
  });
}
