import { describe, expect, test } from 'vitest';
import { imageGrid, learningCurves, report } from '../src/index.js';
import { parseXml } from './support/parse-xml.js';

const curves = learningCurves([{ epoch: 1, loss: 0.5 }]);
const image = imageGrid([{ pixels: [0.5], shape: [1, 1] }]);
const table = {
  caption: 'Results',
  columns: ['set', 'loss'],
  rows: [
    ['training', 0.012345],
    ['validation', NaN],
  ],
};

/** The page as XML: its doctype and the elements that HTML leaves open taken out. */
function body(html: string) {
  return parseXml(/<body>[\s\S]*<\/body>/.exec(html)![0]);
}

test('is one page that loads nothing and runs nothing', () => {
  const html = report({ title: 'A run', sections: [{ title: 'All', content: ['Words.', table, curves, image] }] });
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
  );
  expect(html.match(/https?:[^"'\s]*/g)!.every((url) => url === 'http://www.w3.org/2000/svg')).toBe(true);
  expect(html).not.toMatch(/<script|<link|<iframe|@import|url\(|\ssrc=|\son\w+=/);
  expect([...html.matchAll(/href="([^"]*)"/g)].every(([, url]) => url!.startsWith('data:image/png;base64,'))).toBe(
    true,
  );
  expect(html).toContain('@media (prefers-color-scheme: dark)');
  expect(report({ title: 'A run', sections: [{ title: 'All', content: ['Words.', table, curves, image] }] })).toBe(
    html,
  );
});

test('consecutive charts are side by side, each with its caption', () => {
  const page = body(
    report({ title: 'A run', sections: [{ title: 'All', content: [curves, image, 'Words.', curves] }] }),
  );
  const [, section] = page.children[0]!.children;
  expect(section!.children.map(({ name, children }) => [name, children.length])).toEqual([
    ['h2', 0],
    ['div', 2],
    ['p', 0],
    ['div', 1],
  ]);
  const [figure] = section!.children[1]!.children;
  expect(figure!.children.map(({ name }) => name)).toEqual(['svg', 'figcaption']);
  expect(figure!.children[1]!.text).toBe('Loss, epoch 1. Training: 0.5.');
});

test('a chart grows by a quarter at most, and a wide one has its own row', () => {
  const wide = learningCurves([{ epoch: 1, loss: 0.5 }], { width: 800 });
  const html = report({ title: 'A run', sections: [{ title: 'All', content: [curves, wide] }] });
  expect(html.match(/<figure[^>]*>/g)).toEqual([
    '<figure style="max-width: 500px">',
    '<figure class="wide" style="max-width: 1000px">',
  ]);
});

test('tables have headings for rows and columns, and numbers to the right', () => {
  const html = report({ title: 'A run', sections: [{ title: 'All', content: [table] }] });
  expect(html).toContain('<caption><span>Results</span></caption>');
  expect(html).toContain(
    '<thead><tr><th scope="col" class="short">set</th><th scope="col" class="number">loss</th></tr></thead>',
  );
  expect(html).toContain('<tr><th scope="row" class="short">training</th><td class="number">0.01235</td></tr>');
  expect(html).toContain('<td class="number">NaN</td>');
  const days = { columns: ['what happened', 'day'], rows: [['A sentence that is too long for a line.', '2020-04-20']] };
  const dated = report({ title: 'A run', sections: [{ title: 'All', content: [days, '97.9 % of <all>'] }] });
  expect(dated).toContain(
    '<th scope="row">A sentence that is too long for a line.</th><td class="short">2020-04-20</td>',
  );
  expect(dated).toContain('<p>97.9\u00a0% of &lt;all&gt;</p>');
  const settings = {
    columns: ['name', 'value'],
    rows: [
      ['seed', 7],
      ['data', 'mnist'],
    ],
  } as const;
  expect(report({ title: 'Run', sections: [{ title: 'Settings', content: [settings] }] })).toContain(
    '<td class="short">7</td>',
  );
});

test('long tables of two columns are set in two columns on paper', () => {
  const longs = (columns: readonly string[], length: number): number => {
    const rows = Array.from({ length }, () => columns);
    return report({ title: 'Run', sections: [{ title: 'All', content: [{ columns, rows }] }] }).split(
      'class="table long"',
    ).length;
  };
  expect([longs(['name', 'value'], 16), longs(['name', 'value'], 15), longs(['a', 'b', 'c'], 16)]).toEqual([2, 1, 1]);
  expect(report({ title: 'Run', sections: [{ title: 'All', content: [] }] })).toMatch(
    /@media print \{[^@]*\.long \{ columns: 2;/,
  );
});

test('all strings are escaped', () => {
  const hostile = `</title></style><script>alert('1')</script><img src="x" onerror="alert(2)">&`;
  const html = report({
    title: hostile,
    language: hostile,
    sections: [{ title: hostile, content: [hostile, { caption: hostile, columns: [hostile], rows: [[hostile]] }] }],
  });
  expect(html).not.toMatch(/<script|<img/);
  const texts = JSON.stringify(body(html));
  expect(texts.split(JSON.stringify(hostile)).length - 1).toBeGreaterThanOrEqual(6);
});

describe('invalid arguments', () => {
  test.each([
    ['report: `sections` must have at least 1 section; received [].', []],
    ['report: `sections[0].content` must be an array; received undefined.', [{ title: 'A' }]],
    [
      'report: `sections[0].content[1]` must be a text, a table or a chart; received 3.',
      [{ title: 'A', content: ['', 3] }],
    ],
    [
      'report: `sections[0].content[0].rows[1]` must have 2 elements, as many as columns; received 1.',
      [{ title: 'A', content: [{ columns: ['a', 'b'], rows: [[1, 2], [1]] }] }],
    ],
  ])('%s', (message, sections) => {
    // As a program without types may call it.
    expect(() => report({ title: 'A run', sections: sections as never })).toThrow(message);
  });
});
