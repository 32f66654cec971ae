import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

const source = new URL('../src/service-worker.ts', import.meta.url);
const publicFolder = new URL('../public/', import.meta.url);

/**
 * Writes the service worker of a production build: the list of all built files, followed by its source. It must be at the
 * root of the page, and change whenever any file does.
 */
export function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    // After the plugin that writes index.html, which must count in the version.
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const files = new Map<string, string | Uint8Array>();
        for (const name of readdirSync(publicFolder)) files.set(name, readFileSync(new URL(name, publicFolder)));
        for (const file of Object.values(bundle)) {
          if (!file.fileName.startsWith(ON_DEMAND)) files.set(file.fileName, contentOf(file));
        }
        const names = [...files.keys()].sort();
        const hash = createHash('sha256');
        for (const name of names) hash.update(name).update(files.get(name)!);
        const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source.pathname, { lang: 'ts' });
        const lines = [
          `const VERSION = '${hash.digest('hex').slice(0, 12)}';`,
          `const FILES = ${JSON.stringify(names.map((name) => (name === 'index.html' ? './' : name)))};`,
          code,
        ];
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: lines.join('\n') });
      },
    },
  };
}

/** The folder of engines that few visitors need; they are cached at their first use. */
export const ON_DEMAND = 'engines/';

function contentOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string | Uint8Array {
  return file.type === 'chunk' ? file.code : file.source;
}
