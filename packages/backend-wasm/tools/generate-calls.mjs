// Writes src/internal/generated/kernel-calls.ts from the sources in assembly/: the arguments of every exported function,
// each of the type that the assembly names, the functions that call them, and the codes and sizes that both sides know.
// The build runs it; what it writes is not committed.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import * as assemblyscript from 'assemblyscript';

const { NodeKind } = assemblyscript;

/** What an argument of each type is in TypeScript. Other types must be enums whose names end in `Code`. */
const ARGUMENTS = {
  Pointer: 'Pointer',
  OptionalPointer: 'OptionalPointer',
  Scratch: 'AnyScratch',
  Memory: 'Memory',
  Bytes: 'Plain',
  i32: 'Plain',
  u32: 'Plain',
  f32: 'Plain',
  f64: 'Plain',
  bool: 'boolean',
};
const RESULTS = { void: 'void', i32: 'number', bool: '0 | 1' };

/** @typedef {{ name: string, file: string, parameters: { name: string, type: string }[], result: string }} Kernel */

/**
 * @param {string} root the folder of the package
 * @returns {Promise<string>} the text of kernel-calls.ts
 */
export async function generateCalls(root) {
  const sources = new Map();
  const read = async (/** @type {string} */ path) => {
    if (!sources.has(path)) sources.set(path, parse(await readFile(join(root, path), 'utf8'), path));
    return sources.get(path);
  };
  /** @type {Kernel[]} */
  const kernels = [];
  const enums = new Map();
  for (const statement of await read('assembly/index.ts')) {
    if (statement.kind !== NodeKind.Export) continue;
    const file = `${posix.join('assembly', statement.path.value)}.ts`;
    const declarations = await read(file);
    for (const { localName } of statement.members) {
      const declared = declarations.find((/** @type {any} */ one) => one.name?.text === localName.text);
      if (declared?.kind !== NodeKind.FunctionDeclaration) fail(`${localName.text} is no function of ${file}`);
      kernels.push(kernelOf(declared, file));
    }
  }
  for (const { file } of kernels) for (const found of await enumsOf(file, read)) enums.set(found.name, found);
  return textOf(kernels.sort(byName), [...enums.values()].sort(byName));
}

function parse(/** @type {string} */ text, /** @type {string} */ path) {
  const program = assemblyscript.newProgram(assemblyscript.newOptions());
  assemblyscript.parse(program, text, path, true);
  return program.sources[0].statements;
}

/** @returns {Kernel} */
function kernelOf(/** @type {any} */ { name, signature }, /** @type {string} */ file) {
  const parameters = signature.parameters.map((/** @type {any} */ parameter) => ({
    name: parameter.name.text,
    type: parameter.type.name.identifier.text,
  }));
  for (const parameter of parameters) {
    const where = `${name.text} of ${file}: ${parameter.name}`;
    if (!(parameter.type in ARGUMENTS || parameter.type.endsWith('Code'))) fail(`${where} is a ${parameter.type}`);
    // Threads find the argument that is their own by its name.
    if ((parameter.type === 'Scratch') !== (parameter.name === 'scratch')) fail(`${where} is a ${parameter.type}`);
  }
  const result = signature.returnType.name.identifier.text;
  if (!(result in RESULTS)) fail(`${name.text} of ${file} returns ${result}`);
  return { name: name.text, file, parameters, result };
}

/** The codes and sizes that a file, or one that it imports from its folder, exports. */
async function enumsOf(/** @type {string} */ file, /** @type {(path: string) => Promise<any[]>} */ read) {
  const statements = await read(file);
  const beside = statements.filter(({ kind, path }) => kind === NodeKind.Import && path.value.startsWith('./'));
  const files = [file, ...beside.map(({ path }) => `${posix.join(posix.dirname(file), path.value)}.ts`)];
  const found = [];
  for (const each of files) {
    for (const { kind, name, values } of await read(each)) {
      if (kind !== NodeKind.EnumDeclaration || !/(Code|Size)$/.test(name.text)) continue;
      let next = 0;
      const members = values.map((/** @type {any} */ { name: member, initializer }) => {
        const value = initializer === null ? next : initializer.value.low;
        next = value + 1;
        return { name: member.text, value };
      });
      found.push({ name: name.text, file: each, members });
    }
  }
  return found;
}

function textOf(/** @type {Kernel[]} */ kernels, /** @type {any[]} */ enums) {
  const argument = (/** @type {string} */ type) => ARGUMENTS[/** @type {keyof typeof ARGUMENTS} */ (type)] ?? type;
  const codes = enums.flatMap(({ name, file, members }) => {
    const values = members.map((/** @type {any} */ { name: member, value }) => `${member}: ${value}`).join(', ');
    const names = members.map((/** @type {any} */ { name: member }) => `'${member}'`).join(' | ');
    const lines = [`/** Of ${file}. */`];
    if (name.endsWith('Plain')) return [...lines, `export const ${name} = { ${values} } as const;`, ''];
    return [
      ...lines,
      `export type ${name} = Code<'${name}'>;`,
      `export const ${name}: Readonly<Record<${names}, ${name}>> = { ${values} } as never; // the values are codes`,
      '',
    ];
  });
  const types = kernels.flatMap(({ name, file, parameters }) => [
    `  /** ${file} */`,
    parameters.length === 0
      ? `  readonly ${name}: Readonly<Record<never, never>>;`
      : `  readonly ${name}: { ${parameters.map((one) => `readonly ${one.name}: ${argument(one.type)}`).join('; ')} };`,
  ]);
  const calls = kernels.map(({ name, parameters }) => {
    const list = parameters.map((one) => (one.type === 'bool' ? `+a.${one.name}` : `a.${one.name}`)).join(', ');
    return `    ${name}: (${list === '' ? '' : 'a'}) => call.${name}(${list}),`;
  });
  const results = kernels
    .filter(({ result }) => result !== 'void')
    .map(({ name, result }) => `  readonly ${name}: ${RESULTS[/** @type {keyof typeof RESULTS} */ (result)]};`);
  const scratch = kernels
    .map(({ name, parameters }) => ({ name, at: parameters.findIndex((one) => one.type === 'Scratch') }))
    .filter(({ at }) => at >= 0)
    .map(({ name, at }) => `${name}: ${at}`);
  return `// Generated from assembly/ by tools/generate-calls.mjs; change the sources there and build.
import type { AnyScratch, Code, Memory, OptionalPointer, Plain, Pointer } from '../address.js';

${codes.join('\n')}
/** What each kernel is called with; the meaning of an argument is in the file that is named. */
export type KernelArguments = {
${types.join('\n')}
};

/** What a kernel returns, where it returns something. */
export type KernelResults = {
${results.join('\n')}
};

/** Which argument is the scratch of the thread that runs the kernel. */
export const SCRATCH_ARGUMENT: { readonly [K in keyof KernelArguments]?: number } = { ${scratch.join(', ')} };

/** Functions that take arguments by their names, and call functions that take them in order, flags as numbers. */
export function byNames<R>(call: { readonly [K in keyof KernelArguments]: (...numbers: readonly number[]) => R }): {
  readonly [K in keyof KernelArguments]: (a: KernelArguments[K]) => R;
} {
  return {
${calls.join('\n')}
  };
}
`;
}

function byName(/** @type {{ name: string }} */ a, /** @type {{ name: string }} */ b) {
  return a.name < b.name ? -1 : 1;
}

/** @returns {never} */
function fail(/** @type {string} */ what) {
  throw new TypeError(`generate-calls: ${what}`);
}
