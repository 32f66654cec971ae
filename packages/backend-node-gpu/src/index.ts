export * from './engine-name.js';
export * from './node-gpu-engine.js';
export * from './node-gpu-report.js';
export * from './on-device-lost.js';
export * from './probe.js';
export * from './use-node-gpu.js';
