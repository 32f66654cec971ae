export * from './engine-name.js';
export * from './move-to.js';
export * from './on-device-lost.js';
export * from './probe.js';
export * from './use-web.js';
export * from './web-engine.js';
export * from './web-report.js';
