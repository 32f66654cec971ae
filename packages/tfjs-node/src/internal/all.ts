export * from '@tensorflow/tfjs';
export { io, type NodeIo } from '../io.js';
export * from '../node.js';
export { version } from '../version.js';
