import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../src/json-lines.js';
import { textLines } from '../src/text-lines.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('textLines', () => {
  it.each([
    ['to be\r\nor é not\n\nlast', ['to be', 'or é not', '', 'last']],
    ['\uFEFFa\n', ['a']],
    ['\n', ['']],
    ['', []],
  ])('reads %j, from a Blob and from a file, and goes on at each line', async (text, lines) => {
    const path = join(folder, 'lines.txt');
    await writeFile(path, text);
    for (const file of [new Blob([text]), path]) {
      const data = textLines(file);
      expect(await data.toArray()).toEqual(lines);
      const iterator = data.iterate();
      for (let read = 0; read <= lines.length; read++) {
        const position = JSON.parse(JSON.stringify(iterator.position()));
        const rest: string[] = [];
        for await (const line of data.iterate({ position })) rest.push(line);
        expect(rest).toEqual(lines.slice(read));
        await iterator.next();
      }
    }
  });

  it('reads lines across chunks of a file', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `${i} ${'é'.repeat(i % 90)}`);
    const path = join(folder, 'long.txt');
    await writeFile(path, lines.join('\n'));
    expect(await textLines(path).toArray()).toEqual(lines);
  });

  it('names the byte of a line that is of another encoding', async () => {
    const file = new Blob([Uint8Array.of(97, 10, 233, 10)]);
    expect(await textLines(file, { encoding: 'windows-1252' }).toArray()).toEqual(['a', 'é']);
    await expectError(
      () => textLines(file).toArray(),
      FormatError,
      'textLines: the line at byte 2 of the Blob is not utf-8.',
    );
    await expectError(
      () => textLines(file, { encoding: 'utf-16le' }),
      ArgumentError,
      'textLines: `encoding` must have line ends of one byte, as utf-8 and windows-1252 have; received utf-16le.',
    );
    await expectError(
      () => textLines(file, { encoding: 'utf-42' }),
      ArgumentError,
      'textLines: `encoding` must be an encoding that TextDecoder knows, such as utf-8 or windows-1252; received utf-42.',
    );
  });

  it('refuses what is no file', async () => {
    const absent = join(folder, 'absent');
    await expectError(
      () => textLines(absent).toArray(),
      FormatError,
      `textLines: ${absent} could not be read (ENOENT).`,
    );
    await expectError(
      () => textLines(new URL('https://example.com/a.txt')),
      ArgumentError,
      'textLines: `file` must be a path, a file: URL or a Blob; received a https: URL. Fetch it first: await fetchFile(url), or await (await fetch(url)).blob().',
    );
  });
});

describe('jsonLines', () => {
  it('reads values, leaves out blank lines, and goes on in the middle', async () => {
    const data = jsonLines<{ a: number }>(new Blob(['{"a":1}\n\n{"a":2}\r\n  \n{"a":3}']));
    expect(await data.toArray()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const shuffled = data.shuffle({ buffer: 2 }).batch(2);
    const iterator = shuffled.iterate({ seed: 3 });
    await iterator.next();
    const rest = await shuffled.iterate({ seed: 3, position: iterator.position() }).next();
    expect(rest).toEqual(await iterator.next());
  });

  it('names the byte of a line that is not JSON', async () => {
    await expectError(
      () => jsonLines(new Blob(['1\n{"a":\n'])).toArray(),
      FormatError,
      'jsonLines: the line at byte 2 of the Blob is not JSON: {"a":.',
    );
  });
});
