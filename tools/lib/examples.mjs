import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './workspace.mjs';

/**
 * @typedef {{
 *   place: string, package: string | undefined, code: string, installed: readonly string[] | undefined
 * }} Example `place` is file:line of its first line; `package` the name of its package; `installed` the packages of the
 *   install lines above it, undefined for an example in a docstring
 */

/**
 * Every ```ts block of the READMEs and every `@example` of the published packages' sources.
 *
 * @returns {Example[]}
 */
export function findExamples() {
  const found = inMarkdown('README.md', undefined);
  for (const { folder, path, manifest } of packages()) {
    found.push(...inMarkdown(`${folder}/README.md`, manifest.name));
    // Private packages have no users who copy examples; those of `testing` are parts of tests.
    if (manifest.private) continue;
    const files = readdirSync(join(path, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort();
    for (const file of files) found.push(...inSource(`${folder}/src/${file.replaceAll('\\', '/')}`, manifest.name));
  }
  return found;
}

/**
 * @param {string} file from the root
 * @param {string | undefined} name
 * @returns {Example[]}
 */
function inMarkdown(file, name) {
  if (!existsSync(join(root, file))) return [];
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${file}:${lineOf(text, match.index) + 1}`,
    package: name,
    code: /** @type {string} */ (match[1]),
    installed: installLines(text.slice(0, match.index)),
  }));
}

/**
 * The packages that the lines `npm install …` of a text name.
 *
 * @param {string} text
 */
function installLines(text) {
  const lines = [...text.matchAll(/^npm (?:install|i) ([^#\n]*)/gm)].map((match) => String(match[1]));
  const names = lines.flatMap((line) => line.split(' ')).filter((word) => word !== '' && !word.startsWith('-'));
  return names.map((name) => name.replace(/(?<=.)@.*/, ''));
}

/**
 * @param {string} file from the root
 * @param {string} name
 * @returns {Example[]}
 */
function inSource(file, name) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    // An example goes on to the next tag at the beginning of a line, or to the end of the comment.
    const tags = comment[0].matchAll(/^ *\* *@example\b(.*\n(?:(?! *\* *@[a-z]+\b)(?! *\*\/).*\n)*)/gm);
    return [...tags].map((tag) => ({
      place: `${file}:${lineOf(text, comment.index + tag.index)}`,
      package: name,
      code: /** @type {string} */ (tag[1])
        .split('\n')
        .map((line) => line.replace(/^ *\* ?/, ''))
        .filter((line) => !/^\s*```/.test(line))
        .join('\n'),
      installed: undefined,
    }));
  });
}

/**
 * @param {string} text
 * @param {number} index
 */
function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}
