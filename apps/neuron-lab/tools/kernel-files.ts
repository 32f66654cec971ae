import type { Plugin } from 'vite';

const PLACEHOLDER = '%KERNEL_FILES%';
/** In which quotes the minifier likes. */
const QUOTED = new RegExp(`(["'\`])${PLACEHOLDER}\\1`);
/** A name with the eight characters of its hash, of which some may be dashes. */
const KERNELS = /((?:plain|relaxed)(?:-threads)?)-[\w-]{8}\.wasm$/;

/** Which of the engine's modules a file is. */
export function kernelsOf(file: string): string | undefined {
  return KERNELS.exec(file)?.[1];
}

/**
 * Tells the page the names of the engine's modules, which it asks for before the engine is there: see `src/early.ts`. In a
 * page that is served without a build there are none.
 */
export const kernelFiles: Plugin = {
  name: 'kernel-files',
  config: (_, { command }) => ({
    define: { KERNEL_FILES: JSON.stringify(command === 'build' ? PLACEHOLDER : '{}') },
  }),
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).flatMap((file) => {
      const variant = kernelsOf(file);
      return variant === undefined ? [] : [[variant, file] as const];
    });
    if (files.length !== 4) this.error(`there are four modules of the engine, and the page has ${files.length}`);
    const holder = Object.values(bundle).find((one) => one.type === 'chunk' && QUOTED.test(one.code));
    if (holder?.type !== 'chunk') this.error('no chunk asks for the modules of the engine');
    // It refers to the engine, which refers to them: its hash changes with their names.
    holder.code = holder.code.replace(QUOTED, () => JSON.stringify(JSON.stringify(Object.fromEntries(files))));
  },
};
