import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = new URL('../../../docs/peers/layers.md', import.meta.url);
const peers = JSON.parse(
  readFileSync(new URL('../../../fixtures/peers/layers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly version: string; readonly names: readonly string[] }>>;

type Row = { readonly name: string; readonly here: string; readonly rest: string };

/** The sections of the page by their headings, each with its rows. */
const sections = Object.fromEntries(
  readFileSync(page, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading, ...lines] = section.split('\n');
      const rows = lines
        .filter((line) => /^\| `/.test(line))
        .map((line): Row => {
          const [name, here, rest] = line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()) as [string, string, string]; // three columns
          return { name: name.slice(1, -1), here, rest };
        });
      return [heading!, { rows, text: section }];
    }),
);

describe.each(Object.entries(peers))('%s', (peer, { version, names }) => {
  const { rows, text } = sections[`${peer} ${version}`] ?? { rows: [], text: '' };
  const have = rows.filter(({ here }) => here !== 'no');

  it('has a row for each of its layers', () => {
    expect(rows.map(({ name }) => name)).toEqual(names);
    expect(text).toContain(`\n${have.length} of ${names.length}.\n`);
  });

  it.each(have)('$name is $here', ({ here, rest }) => {
    const own = /^`(\w+)`/.exec(here)?.[1];
    const [source, test] = [...rest.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, title, link]) => {
      const url = new URL(link!, page);
      expect(existsSync(url), link).toBe(true);
      expect(title).toBe(basename(url.pathname));
      return url;
    }) as [URL, URL]; // two links
    expect(readFileSync(source, 'utf8')).toMatch(new RegExp(`^export function ${own}\\b`, 'm'));
    const [folder, path] = source.pathname.split('/src/') as [string, string]; // a package's
    const index = readFileSync(`${folder}/src/index.ts`, 'utf8');
    expect(index, 'the index of its package').toContain(`'./${path.replace('.ts', '.js')}'`);
    // A table of a family may write the number of axes as a variable.
    const family = own!.replace(/^(zero|reflection|replication|circular)/, '').replace(/\dd$/, '');
    expect(readFileSync(test, 'utf8')).toMatch(new RegExp(`\\b${own}\\b|${family}\\$\\{axes\\}d`));
  });

  it('says why there is none of the others', () => {
    for (const { name, here, rest } of rows) if (here === 'no') expect(rest.length, name).toBeGreaterThan(5);
  });
});
