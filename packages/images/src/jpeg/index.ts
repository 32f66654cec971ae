export * from './decode-jpeg.js';
