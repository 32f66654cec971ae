import type { ReportTable } from '@neurite/charts';
import type { TableFindings } from './findings.js';
import type { Answered } from './question.js';

const SHOWN = 10;
/** Inputs of a row that are listed. */
const INPUTS = 6;

/** The rows held out that were predicted worst. */
export function worstRows(
  { rows, numbers, question: { target, classes, inputs } }: Answered,
  { truth, answers: { predictions, probabilities }, rows: heldOut }: TableFindings['best'],
): ReportTable {
  const lossOf = (place: number): number => {
    if (classes === undefined) return Math.abs(predictions[place]! - truth[place]!);
    if (probabilities === undefined) return Number(predictions[place] !== truth[place]);
    return 1 - probabilities[place * classes.length + truth[place]!]!;
  };
  const worst = Array.from(truth.keys())
    .sort((a, b) => lossOf(b) - lossOf(a))
    .slice(0, SHOWN);
  const word = (value: number): string => classes?.[value] ?? String(Number(value.toPrecision(4)));
  const listed = inputs.slice(0, INPUTS);
  return {
    caption: 'The rows that were predicted worst',
    columns: ['row', `actual ${target}`, 'predicted', ...listed.map(({ name }) => name)],
    rows: worst.map((place) => {
      const row = heldOut[place]!;
      return [
        String(numbers[row]! + 1),
        word(truth[place]!),
        word(predictions[place]!),
        ...listed.map(({ name }) => cellOf(rows[row]![name]!)),
      ];
    }),
  };
}

function cellOf(value: number | string | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  return typeof value === 'number' ? String(Number(value.toPrecision(5))) : value;
}
