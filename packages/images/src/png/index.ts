export * from './decode-png.js';
export * from './decode-png16.js';
export * from './encode-png.js';
