export * from './jpeg/decode-jpeg.js';
export * from './jpeg/decode-jpeg-sync.js';
export * from './jpeg/encode-jpeg.js';
