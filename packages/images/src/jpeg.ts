export * from './jpeg/decode-jpeg.js';
