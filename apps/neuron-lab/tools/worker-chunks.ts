import type { Plugin } from 'vite';

/** `new URL('./some-worker.ts', import.meta.url)` */
const WORKER = /new URL\('(\.{1,2}\/[^']+-worker\.ts)', import\.meta\.url\)/g;

/** What Vite loads chunks with; it is written for pages. */
const LOADER = /vite\/preload-helper/;

/**
 * Makes the program of a worker an entry of the page's own build. Vite bundles workers by themselves, with a second copy
 * of all that page and worker both need: the engine, its gradients, the readers of files.
 */
export function workerChunks(): Plugin[] {
  return [entries, loader];
}

const entries: Plugin = {
  name: 'worker-chunks',
  apply: 'build',
  // Before the plugin of Vite that bundles them.
  enforce: 'pre',
  transform: {
    filter: { code: WORKER },
    async handler(code, id) {
      let changed = code;
      for (const [url, path] of code.matchAll(WORKER)) {
        const worker = await this.resolve(path!, id);
        if (worker === null) this.error(`${id} starts a worker ${path} that does not exist`);
        const name = path!.replace(/^.*\/|\.ts$/g, '');
        const file = this.emitFile({ type: 'chunk', id: worker.id, name });
        changed = changed.replace(url, `import.meta.ROLLUP_FILE_URL_${file}`);
      }
      return { code: changed, map: null };
    },
  },
};

/** A worker has no document, in which its chunks could be asked for ahead of time, and no window. */
const loader: Plugin = {
  name: 'worker-chunks-loader',
  apply: 'build',
  transform: {
    filter: { id: LOADER },
    handler(code) {
      const changed = code
        .replace('deps && deps.length > 0', "typeof document !== 'undefined' && $&")
        .replace('window.dispatchEvent', 'globalThis.dispatchEvent');
      if (changed.includes('window.') || !changed.includes("typeof document !== 'undefined' && deps")) {
        this.error('the loader of Vite has changed: workers cannot use it');
      }
      return { code: changed, map: null };
    },
  },
};
