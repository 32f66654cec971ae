/** How many data sections a WebAssembly module has: 0 in a module that leaves the memory alone until it is called. */
export function dataSections(bytes) {
  let count = 0;
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    if (id === 11) count++;
    at += size;
  }
  return count;
}

/** What a module imports besides `env.memory`; nothing is known of one that this runtime cannot compile. */
export function foreignImports(bytes) {
  if (!WebAssembly.validate(bytes)) return [];
  return WebAssembly.Module.imports(new WebAssembly.Module(bytes))
    .map(({ module, name }) => `${module}.${name}`)
    .filter((name) => name !== 'env.memory');
}
