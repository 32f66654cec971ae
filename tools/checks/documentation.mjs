import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { bundlePage } from '../lib/bundle-page.mjs';
import { findExamples } from '../lib/examples.mjs';
import { packedProject } from '../lib/packed-project.mjs';
import { attempt } from '../lib/run.mjs';
import { runInPages, wasmOf } from '../lib/run-in-pages.mjs';
import { packages, publicPackages, root } from '../lib/workspace.mjs';

const template = fileURLToPath(new URL('../documentation', import.meta.url));

/**
 * Compiles and runs every example of the READMEs and docstrings in a project with the packed packages, with the compiler
 * options that the README of the repository tells users to set.
 *
 * A block of a README is run as a reader runs it: it may import only what an install line above it names, and begins
 * without an engine. Where it needs no module of Node, nor the package for Node alone, it must bundle for a page, and run
 * there where there is Chromium.
 * One that begins with `// <name>.ts` is a file of that name, for a page alone; one that another names, as
 * `new URL('./<name>.js', import.meta.url)`, is its worker. An `@example` may omit imports from
 * its own package, tfjs-core, core and the other packages, in this order (the missing ones are found by compiling twice),
 * and begins with the wasm engine.
 *
 * @typedef {import('../lib/examples.mjs').Example & { name: string, imports: string[] }} Placed
 * @typedef {{ name: string, line: number, code: string, message: string }} Diagnostic
 * @type {import('../lib/check.mjs').Check}
 */
export const documentation = {
  name: 'documentation',
  title: 'Every example of the READMEs and docstrings compiles and runs',
  run: async () => {
    const project = await packedProject();
    const folder = join(project, 'documentation');
    rmSync(folder, { recursive: true, force: true });
    cpSync(template, folder, { recursive: true });
    const examples = findExamples().map((example, i) => ({
      ...example,
      name: fileName(example) ?? `${example.installed === undefined ? 'docstring' : 'readme'}${i}`,
      imports: [],
    }));
    const blocks = examples.filter(({ installed }) => installed !== undefined);
    linkOptional(join(project, 'node_modules'), blocks);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(compilerOptions()));

    const wrong = await typeErrors(folder, examples);
    const sound = examples.filter(({ name }) => wrong.every((one) => one.name !== name));
    const failures = [
      ...blocks.flatMap(notInstalled),
      ...wrong.map(({ text }) => text),
      ...(await runAll(folder, sound)),
    ];
    const pages = blocks.filter(
      (block) => sound.includes(block) && !/['"](?:node:|@neurite\/(?:backend-node-gpu|distributed))/.test(block.code),
    );
    failures.push(...(await bundleAll(folder, pages)));
    const ran = failures.length > 0 ? undefined : await runPages(folder, pages);
    failures.push(...(ran ?? []));
    if (examples.length === 0) failures.push('not one example was found');
    const inPages = ran === undefined ? 'none in a page' : `${pages.length} in pages`;
    return { failures, note: `${examples.length} examples, ${blocks.length} of them in READMEs, ${inPages}` };
  },
};

/**
 * The name of the file that a block is, without its extension.
 *
 * @param {import('../lib/examples.mjs').Example} example
 */
function fileName({ code }) {
  return /^\/\/ (\w+)\.ts\n/.exec(code)?.[1];
}

/** The options of the README of the repository. */
function compilerOptions() {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const { compilerOptions: options } = JSON.parse(/^```json\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? '{}');
  return { compilerOptions: options, include: ['*.ts'] };
}

/**
 * Links what READMEs install and the packages do not bring: optional peers, and engines of tfjs.
 *
 * @param {string} modules
 * @param {readonly Placed[]} blocks
 */
function linkOptional(modules, blocks) {
  const names = new Set(blocks.flatMap(({ installed }) => installed ?? []));
  for (const name of names) {
    const path = [root, ...packages().map((one) => one.path)].find((path) =>
      existsSync(join(path, 'node_modules', name)),
    );
    if (path === undefined || existsSync(join(modules, name))) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(path, 'node_modules', name), join(modules, name), 'junction');
  }
}

/**
 * What a block of a README imports, and no install line above it names.
 *
 * @param {Placed} block
 * @returns {string[]}
 */
function notInstalled({ place, code, installed = [] }) {
  const missing = importedPackages(code).filter((name) => !installed.includes(name));
  return [...new Set(missing)].map((name) => `${place}: no line \`npm install …\` above the block names ${name}`);
}

/** @param {string} code */
function importedPackages(code) {
  return [...code.matchAll(/^(?:import|export)\b[^'"]*?['"]([^'"]+)['"]|\bimport\('([^']+)'\)/gm)]
    .map((match) => String(match[1] ?? match[2]))
    .filter((name) => !name.startsWith('.') && !isOfNode(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

/** @param {string} name */
function isOfNode(name) {
  return name.startsWith('node:') || builtinModules.includes(name);
}

/**
 * Writes the examples as TypeScript files, adds the imports that docstrings omit, and compiles them all.
 *
 * @param {string} folder
 * @param {Placed[]} examples
 * @returns {Promise<{ name: string, text: string }[]>}
 */
async function typeErrors(folder, examples) {
  for (const example of examples) write(folder, example);
  const missing = (await compile(folder)).flatMap((diagnostic) => {
    const example = examples.find(({ name }) => name === diagnostic.name);
    const identifier = missingName(diagnostic);
    return example?.installed !== undefined || example === undefined || identifier === undefined
      ? []
      : [{ example, identifier }];
  });
  const exporters = await findExporters(folder, new Set(missing.map(({ identifier }) => identifier)));
  for (const { example, identifier } of missing) {
    const candidates = exporters.get(identifier) ?? [];
    // Where both have the name: a `Loss` or `Optimizer` means the contract of core, `zeros` the tensor of tfjs-core.
    const first = /^[A-Z]/.test(identifier) ? '@neurite/core' : '@tensorflow/tfjs-core';
    const exporter = [example.package, first].find((name) => candidates.includes(String(name))) ?? candidates[0];
    const statement = `import { ${identifier} } from '${exporter}';`;
    if (exporter !== undefined && !example.imports.includes(statement)) example.imports.push(statement);
    write(folder, example);
  }
  return (await compile(folder)).map(({ name, line, code, message }) => {
    const example = examples.find((one) => one.name === name);
    return { name, text: `${example === undefined ? name : placeOf(example, line)}: ${code} ${message}` };
  });
}

/**
 * The packages that export a name, as a value or as a type.
 *
 * @param {string} folder
 * @param {ReadonlySet<string>} identifiers
 * @returns {Promise<Map<string, string[]>>}
 */
async function findExporters(folder, identifiers) {
  const all = publicPackages();
  const others = [...all.map(({ manifest }) => manifest.name), ...all.flatMap(subpathsBesideIndex)];
  const candidates = [...new Set(['@neurite/core', '@tensorflow/tfjs-core', ...others])];
  const questions = candidates.flatMap((from) => [...identifiers].map((identifier) => ({ from, identifier })));
  const lines = questions.map(({ from, identifier }, i) => `import type { ${identifier} as _${i} } from '${from}';`);
  const probe = join(folder, 'probe.ts');
  writeFileSync(probe, `${lines.join('\n')}\n`);
  const refused = new Set((await compile(folder)).filter(({ name }) => name === 'probe').map(({ line }) => line));
  rmSync(probe);
  const exporters = new Map();
  questions.forEach(({ from, identifier }, i) => {
    if (!refused.has(i + 1)) exporters.set(identifier, [...(exporters.get(identifier) ?? []), from]);
  });
  return exporters;
}

/**
 * The subpaths of a package that its index leaves out, such as `@neurite/core/operation`.
 *
 * @param {import('../lib/workspace.mjs').Package} one
 */
function subpathsBesideIndex({ path, manifest }) {
  const index = readFileSync(join(path, 'src', 'index.ts'), 'utf8');
  const subpaths = Object.keys(manifest.exports ?? {}).filter((subpath) => /^\.\/[\w-]+$/.test(subpath));
  return subpaths
    .filter((subpath) => !index.includes(`/${subpath.slice(2)}.js'`))
    .map((subpath) => `${manifest.name}${subpath.slice(1)}`);
}

/**
 * Runs the examples, those of one package in one process, two processes at a time, blocks of READMEs first.
 *
 * @param {string} folder
 * @param {readonly Placed[]} examples
 * @returns {Promise<string[]>}
 */
async function runAll(folder, examples) {
  for (const { name, imports, code } of examples) {
    const { code: script } = await transform(`${imports.join(' ')}\n${code}`, {
      loader: 'ts',
      target: 'es2022',
      format: 'esm',
    });
    writeFileSync(join(folder, `${name}.mjs`), script);
  }
  // A file of a page does not run in Node.
  const programs = examples.filter((example) => fileName(example) === undefined);
  const groups = [...new Set(programs.map((example) => example.package))].map((name) =>
    programs.filter((example) => example.package === name),
  );
  /** @type {string[]} */
  const failures = [];
  const worker = async () => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift())
      failures.push(...(await runGroup(folder, group)));
  };
  await Promise.all([worker(), worker()]);
  return failures;
}

/**
 * @param {string} folder
 * @param {readonly Placed[]} group
 * @returns {Promise<string[]>}
 */
async function runGroup(folder, group) {
  // The working directory, for the files that examples write.
  const cwd = mkdtempSync(join(folder, 'work-'));
  const files = group.map(({ name }) => `${name}.mjs`);
  const { output } = await attempt(process.execPath, [join(folder, 'run.mjs'), ...files], { cwd, timeout: 600_000 });
  const failures = [...output.matchAll(/^FAILED (\w+)\.mjs (.*)$/gm)].map(([, name, message]) => {
    const example = group.find((one) => one.name === name);
    return `${example?.place}: ${message}`;
  });
  if (!/^ALL RAN$/m.test(output))
    failures.push(`${group[0]?.package ?? 'README.md'}: its examples did not end\n${output}`);
  return failures;
}

/**
 * Bundles the blocks that a page can run.
 *
 * @param {string} folder
 * @param {readonly Placed[]} blocks
 * @returns {Promise<string[]>}
 */
async function bundleAll(folder, blocks) {
  const wrong = await bundlePage(
    folder,
    blocks.map(({ name }) => `${name}.mjs`),
  );
  return wrong.map(({ file, text }) => `${placeIn(blocks, file)} does not bundle for a page: ${text}`);
}

/**
 * Runs them there, workers by the blocks that name them.
 *
 * @param {string} folder
 * @param {readonly Placed[]} blocks
 * @returns {Promise<string[] | undefined>} undefined where there is no Chromium
 */
async function runPages(folder, blocks) {
  const isWorker = (/** @type {Placed} */ { name }) => blocks.some(({ code }) => code.includes(`'./${name}.js'`));
  const files = blocks.filter((block) => !isWorker(block)).map(({ name }) => `${name}.js`);
  const wrong = await runInPages(join(folder, 'page'), files, wasmOf(join(folder, '..', 'node_modules')));
  return wrong?.map(({ file, text }) => `${placeIn(blocks, file)} fails in a page: ${text}`);
}

/**
 * @param {readonly Placed[]} blocks
 * @param {string | undefined} file
 */
function placeIn(blocks, file) {
  return blocks.find(({ name }) => name === file?.replace(/\.m?js$/, ''))?.place ?? file;
}

/**
 * @param {string} folder
 * @param {Placed} example
 */
function write(folder, { name, imports, code }) {
  writeFileSync(join(folder, `${name}.ts`), `${imports.join(' ')}\n${code}\nexport {};\n`);
}

/**
 * @param {string} folder
 * @returns {Promise<Diagnostic[]>}
 */
async function compile(folder) {
  if (readdirSync(folder).every((file) => !file.endsWith('.ts'))) return [];
  const { output } = await attempt('tsc', ['-p', '.', '--pretty', 'false'], { cwd: folder });
  return [...output.matchAll(/^(\w+)\.ts\((\d+),\d+\): error (TS\d+): (.*)$/gm)].map(
    ([, name, line, code, message]) => ({
      name: String(name),
      line: Number(line),
      code: String(code),
      message: String(message),
    }),
  );
}

/**
 * The name that is missing according to a message of the compiler.
 *
 * @param {Diagnostic} diagnostic
 */
function missingName({ code, message }) {
  // Cannot find name, the same with a suggestion, cannot find namespace, no value for a shorthand property.
  return /^TS(2304|2552|2503|18004)$/.test(code) ? /'(\w+)'/.exec(message)?.[1] : undefined;
}

/**
 * @param {Placed} example
 * @param {number} line in the written file, whose first line holds the imports
 */
function placeOf({ place }, line) {
  const colon = place.lastIndexOf(':');
  return `${place.slice(0, colon)}:${Number(place.slice(colon + 1)) + line - 2}`;
}
