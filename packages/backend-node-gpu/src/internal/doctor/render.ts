import type { Examination } from './examine.js';
import type { Line } from './line.js';

const NAME = 12;
const INDENT = 2 + NAME;
const LEAST = 40;

/** The examination for a terminal of so many columns. */
export function render({ gpu, sections }: Examination, columns: number): string {
  const parts = sections.map(({ title, lines }) => [title, ...lines.flatMap((line) => rendered(line, columns))]);
  return [...parts, [verdict(gpu)]].map((part) => part.join('\n')).join('\n\n');
}

function verdict(gpu: Examination['gpu']): string {
  const [works] = Object.entries(gpu).flatMap(([engine, ok]) => (ok ? [engine] : []));
  return works === undefined
    ? '✗ useNodeGpu() finds no GPU here, and takes wasm. One of the two ways is enough.'
    : `✓ useNodeGpu() takes ${works}.`;
}

function rendered({ name, ok, text, fix }: Line, columns: number): readonly string[] {
  const [first = '', ...more] = wrapped(text, columns - INDENT);
  const commands =
    fix === undefined ? [] : typeof fix === 'string' ? wrapped(fix, columns - INDENT - 2) : Object.values(fix);
  const indent = ' '.repeat(INDENT);
  return [
    `${ok ? '✓' : '✗'} ${name.padEnd(NAME)}${first}`,
    ...more.map((line) => `${indent}${line}`),
    // A command is never broken: it is copied.
    ...commands.map((line, i) => `${indent}${i === 0 || typeof fix !== 'string' ? '→ ' : '  '}${line}`),
  ];
}

/** Lines of whole words; a word that is longer than a line, such as a path, has its own. */
function wrapped(text: string, columns: number): readonly string[] {
  const width = Math.max(columns, LEAST);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
