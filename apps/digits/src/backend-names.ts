/** What `--backend` takes: wasm, the GPU through whatever reaches it, or one engine and no other. */
export const backends = ['wasm', 'gpu', 'tensorflow-gpu', 'webgpu', 'tensorflow-cpu'] as const;

export type Backend = (typeof backends)[number];
