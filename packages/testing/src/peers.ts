import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a peer exports. */
type Peer = { readonly version: string; readonly names: readonly string[] };
type Row = { readonly name: string; readonly here: string; readonly rest: string };

/**
 * Declares the tests of a page of `docs/peers`: each name that a peer exports has a row; a row that names something of ours
 * names the source that exports it and a test that names it, itself or in its fixtures; any other row says why there is
 * none.
 *
 * @param name of the page and of the file in `fixtures/peers`, without their endings
 * @param which of its sections this package has to do with. Default: all
 */
export function testPeers(name: string, which: (section: string) => boolean = () => true): void {
  const page = new URL(`../../../docs/peers/${name}.md`, import.meta.url);
  const fixture = new URL(`../../../fixtures/peers/${name}.json`, import.meta.url);
  const peers = JSON.parse(readFileSync(fixture, 'utf8')) as Readonly<Record<string, Peer>>; // as its script writes it
  const sections = new Map(
    readFileSync(page, 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0]!, section]),
  );

  describe.each(Object.entries(peers).filter(([peer]) => which(peer)))('%s', (peer, { version, names }) => {
    const text = sections.get(`${peer} ${version}`) ?? '';
    const rows = rowsOf(text);
    const have = rows.filter(({ here }) => here !== 'no');

    it('has a row for each', () => {
      expect(rows.map(({ name }) => name)).toEqual(names);
      expect(text).toContain(`\n${have.length} of ${names.length}.\n`);
    });

    it.each(have)('$name is $here', ({ here, rest }) => {
      const own = /^`(\w+)/.exec(here)?.[1];
      const [source, test] = [...rest.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, title, link]) => {
        const url = new URL(link!, page);
        expect(existsSync(url), link).toBe(true);
        expect(title).toBe(basename(url.pathname));
        return url;
      }) as [URL, URL]; // two links, or more
      expect(readFileSync(source, 'utf8')).toMatch(
        new RegExp(`^export (async function|function|const) ${own}\\b`, 'm'),
      );
      const [folder, path] = source.pathname.split('/src/') as [string, string]; // a package's
      // The files above the folders are the index of the package and its subpaths.
      const entries = readdirSync(`${folder}/src`).filter((file) => file.endsWith('.ts'));
      const exported = entries.map((file) => readFileSync(`${folder}/src/${file}`, 'utf8')).join('\n');
      expect(exported, 'the exports of its package').toContain(`'./${path.replace('.ts', '.js')}'`);
      const text = readFileSync(test, 'utf8');
      const fixtures = Array.from(text.matchAll(/fixture(?:<[^(]*>)?\('([^']+)'\)/g), ([, path]) =>
        readFileSync(new URL(`../../../fixtures/${path}.json`, import.meta.url), 'utf8'),
      );
      // The table of a family may write the kind and the number of axes as variables.
      const family = own!.replace(/^(zero|reflection|replication|circular)/, '').replace(/\dd$/, '');
      expect([text, ...fixtures].join('\n')).toMatch(new RegExp(`\\b${own}\\b|${family}\\$\\{axes\\}d`));
    });

    it('says why there is none of the others', () => {
      for (const { name, here, rest } of rows) if (here === 'no') expect(rest.length, name).toBeGreaterThan(5);
    });
  });
}

/** The rows of the table of a section. */
function rowsOf(section: string): Row[] {
  return section
    .split('\n')
    .filter((line) => /^\| `/.test(line))
    .map((line) => {
      const [name, here, rest] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()) as [string, string, string]; // three columns
      return { name: name.slice(1, -1), here, rest };
    });
}
