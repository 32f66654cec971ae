import type { Answer, Mark, OpResult } from './check-op.js';
import { type Engine, engines, type Table } from './columns.js';
import type { Kind } from './draw.js';
import { families } from './families/index.js';

const signs: Readonly<Record<Mark, string>> = { right: '✓', except: '≈', wrong: '✗', throws: '∅', none: '–' };

const words: Readonly<Record<Kind, string>> = {
  plain: 'any values',
  one: 'axes of size 1',
  none: 'an axis of size 0',
  zero: 'zeros',
  tied: 'equal values',
  huge: 'huge values',
  tiny: 'denormal values',
  infinite: 'infinity',
  nan: 'NaN',
};

const columns = { value: 'value', gradient: 'gradient', second: 'second gradient' } as const;

/** FEATURES.md. */
export function render(table: Table): string {
  return `${[
    introduction(table),
    ...Object.entries(families).map(([family, specs]) =>
      [
        `## ${family}`,
        rows(
          specs.map(({ name, also = [] }) => ({ name, also })),
          table,
        ),
      ].join('\n\n'),
    ),
    findings(table),
  ].join('\n\n')}\n`;
}

function introduction({ browser, columns: results }: Table): string {
  const count = (engine: Engine): string => {
    const all = Object.values(results[engine]);
    const right = (of: (result: OpResult) => Answer): string => {
      const marks = all.map((result) => of(result).mark).filter((mark) => mark !== 'none');
      const good = marks.filter((mark) => mark === 'right').length;
      const nearly = marks.filter((mark) => mark === 'except').length;
      return `${good} + ${nearly} of ${marks.length}`;
    };
    return `| ${engine} | ${right(({ value }) => value)} | ${right(({ gradient }) => gradient)} | ${right(({ second }) => second)} |`;
  };
  return `# Features: which operation is right on which engine

Every operation of tfjs-core that takes and returns numeric tensors, and the project's own operations, on the four
engines. The tests make this table: \`npm run features\` writes it, and \`npm test\` fails when cpu or wasm, or a sample
of the rows of webgl and webgpu, are no longer as it says; \`npm run check -- features\` takes every row. Do not edit it.

- **cpu** is tfjs's engine in plain JavaScript, **wasm** is this project's (\`@neurite/backend-wasm\`), **webgl** and
  **webgpu** are tfjs's engines in a page, with this project's kernels. Their columns are made in ${browser} on a graphics
  device in software (SwiftShader): it computes what a shader says, but a graphics card may round differently.
- Three signs stand for **value, gradient, second gradient**; the gradients are this project's own (\`@neurite/core\`).
- Values are compared with simple loops in float64, gradients with central differences of these loops. The error allowed is
  1e-5 of a value and 1e-3 of a gradient, relative to it or to the mean of all. Shapes are random, with odd sizes, and sizes
  1 and 0; values are positive, negative, zero, equal, huge, denormal (these may count as 0), infinite and NaN.
- On wasm NaN counts as the largest and as the smallest: \`max\`, \`min\` and \`topk\` give it, \`argMax\` and \`argMin\` the index of
  the first. The other engines pass it over, so that these have rows of their own. Integers are compared exactly, and dtypes.

| sign | meaning |
|---|---|
| ✓ | right, for all these inputs |
| ≈ | right, except for special inputs or memory that is not freed, named [below](#where-answers-are-wrong) |
| ✗ | wrong |
| ∅ | throws, or is missing |
| – | nothing to differentiate: the output is made of indices, counts or booleans |

How many are right + right except for special inputs:

| engine | values | gradients | second gradients |
|---|---|---|---|
${engines.map(count).join('\n')}`;
}

function rows(names: readonly { name: string; also: readonly string[] }[], table: Table): string {
  const lines = names.map(({ name, also }) => {
    const cells = engines.map((engine) => {
      const { value, gradient, second } = table.columns[engine][name]!;
      return [value, gradient, second].map(({ mark }) => signs[mark]).join(' ');
    });
    const others = also.length === 0 ? '' : ` (also ${also.map((other) => `\`${other}\``).join(', ')})`;
    return `| \`${name}\`${others} | ${cells.join(' | ')} |`;
  });
  return [`| operation | ${engines.join(' | ')} |`, '|---|---|---|---|---|', ...lines].join('\n');
}

/** One wrong answer. */
type Line = { readonly name: string; readonly engines: string; readonly what: string; readonly text: string };

/** From this many operations on that fail with the same text, they are listed once. */
const OFTEN = 4;

/** Each wrong answer once, with the engines that give it. */
function findings(table: Table): string {
  const lines = Object.values(families).flatMap((specs) => specs.flatMap(({ name }) => linesOf(name, table)));
  const alike = grouped(
    lines,
    ({ engines: on, what, text }) => `${on} – ${what}: ${text.replaceAll(/\d[\d,]*/g, 'n')}`,
  );
  const isOften = (group: readonly Line[]): boolean => group.length >= OFTEN && group[0]!.text.startsWith('throws');
  const often = [...alike].filter(([, group]) => isOften(group));
  const rest = [...alike.values()].filter((group) => !isOften(group)).flat();
  const others = grouped(
    lines.filter((line) => rest.includes(line)),
    ({ name }) => name,
  );
  return `## Where answers are wrong

For each kind of input the first case found: the inputs or their shapes, the engine's output, the correct output.

### In many operations

${often.map(([key, group]) => `- ${key}\n  ${group.map(({ name }) => `\`${name}\``).join(', ')}`).join('\n')}

### In single operations

${[...others]
  .flatMap(([name, own]) => [
    `- \`${name}\``,
    ...own.map(({ engines: on, what, text }) => `  - ${on} – ${what}: ${text}`),
  ])
  .join('\n')}`;
}

function linesOf(name: string, table: Table): Line[] {
  const found = new Map<string, { on: Engine[]; what: string; text: string }>();
  for (const engine of engines) {
    for (const column of Object.keys(columns) as (keyof typeof columns)[]) {
      for (const { kind, text } of table.columns[engine][name]![column].findings ?? []) {
        const what = `${columns[column]}, ${words[kind]}`;
        const line = found.get(`${what}: ${text}`) ?? { on: [], what, text };
        line.on.push(engine);
        found.set(`${what}: ${text}`, line);
      }
    }
  }
  return [...found.values()].map(({ on, what, text }) => ({ name, engines: on.join(', '), what, text }));
}

function grouped(lines: readonly Line[], key: (line: Line) => string): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(key(line), [...(groups.get(key(line)) ?? []), line]);
  return groups;
}
