import { decodeImage } from '../../src/decode-image.js';

declare global {
  /** What tests use within a page. */
  var neurite: { readonly decodeImage: typeof decodeImage };
}

globalThis.neurite = { decodeImage };
