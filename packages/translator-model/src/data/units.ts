import type { RandomStream } from '@neurite/core';
import { drawNumber } from './draw-number.js';
import { normalize } from './normalize.js';
import type { Languages, Pair } from './pair.js';

/** The share of plain units (`3 kilometers`), of rates (`3 kilometers per hour`), and the rest of sums (`3 hours, 5 minutes`). */
const [PLAIN, RATES] = [0.3, 0.5];

/** Numbers with their units in words. Combinations of two units are held out, plain ones are learned from. @param count how many */
export function unitPairs({ from, to }: Languages, count: number, random: RandomStream): Pair[] {
  const units = Intl.supportedValuesOf('unit');
  const write = (value: number, unit: string): readonly [string, string] => [
    formatOf(from, unit).format(value),
    formatOf(to, unit).format(value),
  ];
  const [own, other] = [from, to].map((language) => new Intl.ListFormat(language, { type: 'unit' })) as [
    Intl.ListFormat,
    Intl.ListFormat,
  ]; // two languages
  const draws = random.uniforms(7 * count);
  return Array.from({ length: count }, (_, i) => {
    const [kind, a, b, ...numbers] = draws.subarray(7 * i, 7 * i + 7) as unknown as number[]; // seven draws
    const [first, second] = [a!, b!].map((draw) => units[Math.floor(draw * units.length)]!) as [string, string]; // two
    const value = drawNumber(numbers[0]!, numbers[1]!);
    const made =
      kind! < PLAIN
        ? { texts: write(value, first), group: undefined }
        : kind! < PLAIN + RATES && first !== second
          ? { texts: write(value, `${first}-per-${second}`), group: `rate ${first} ${second}` }
          : {
              texts: joined(own, other, [
                write(Math.ceil(value), first),
                write(Math.ceil(drawNumber(numbers[2]!, numbers[3]!)), second),
              ]),
              group: `sum ${first} ${second}`,
            };
    const [source, target] = made.texts.map(normalize) as [string, string]; // two texts
    return { source, target, category: 'units', group: made.group };
  });
}

function joined(
  own: Intl.ListFormat,
  other: Intl.ListFormat,
  texts: readonly (readonly [string, string])[],
): readonly [string, string] {
  return [own.format(texts.map(([source]) => source)), other.format(texts.map(([, target]) => target))];
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: string, unit: string): Intl.NumberFormat {
  const key = `${language} ${unit}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 2 });
    formats.set(key, format);
  }
  return format;
}
