/** The number of data sections of a WebAssembly module: 0 in one that does not write to the memory when it starts. */
export function dataSections(bytes) {
  return [...sectionsOf(bytes)].filter(({ id }) => id === 11).length;
}

/** What a module imports besides `env.memory`; unknown for one that this runtime cannot compile. */
export function foreignImports(bytes) {
  if (!WebAssembly.validate(bytes)) return [];
  return WebAssembly.Module.imports(new WebAssembly.Module(bytes))
    .map(({ module, name }) => `${module}.${name}`)
    .filter((name) => name !== 'env.memory');
}

/** The same module for a memory that is not shared: that is one bit where the module imports it. */
export function withoutSharing(bytes) {
  const imports = [...sectionsOf(bytes)].find(({ id }) => id === 2);
  const name = Buffer.from('\x03env\x06memory\x02', 'latin1');
  const at = imports === undefined ? -1 : Buffer.from(bytes).indexOf(name, imports.start);
  if (at < 0 || bytes[at + name.length] !== SHARED)
    throw new TypeError('the module imports no shared memory `env.memory`');
  const alone = Uint8Array.from(bytes);
  alone[at + name.length] = ALONE;
  return alone;
}
/** Limits of a memory with a maximum. */
const SHARED = 3;
const ALONE = 1;

/** The sections of a module, with the start of their contents. */
function* sectionsOf(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const [size, start] = numberAt(bytes, at + 1);
    yield { id: bytes[at], start };
    at = start + size;
  }
}

/** A number in LEB128, and the index after it. */
function numberAt(bytes, at) {
  for (let number = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    number += (byte & 127) * 2 ** shift;
    if (byte < 128) return [number, at];
  }
}
