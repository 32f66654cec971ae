import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { languageCodes, readTexts } from '@neurite/translator-model/cldr';
import type { Plugin } from 'vite';
import { LANGUAGES_FILE, textFile } from '../src/languages/text-file.js';

/**
 * Serves what things are called next to the page, a file for each language, so that it loads no other than the two that it
 * learns: about 60 kB each instead of the 4 MB that Unicode's packages have of it.
 */
export function textFiles(): Plugin {
  return {
    name: 'text-files',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: LANGUAGES_FILE, source: JSON.stringify(languageCodes()) });
      for (const code of languageCodes()) {
        this.emitFile({ type: 'asset', fileName: textFile(code), source: await pack(code) });
      }
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        if (request.url?.endsWith(LANGUAGES_FILE)) return void response.end(JSON.stringify(languageCodes()));
        const code = languageCodes().find((one) => request.url?.endsWith(`/${textFile(one)}`));
        if (code === undefined) return next();
        response.end(await pack(code));
      });
    },
  };
}

async function pack(code: string): Promise<Uint8Array> {
  return promisify(gzip)(JSON.stringify(await readTexts(code)));
}
