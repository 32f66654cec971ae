// What @tensorflow/tfjs-node does when it is imported: the one exception to "nothing happens at import", see
// docs/decisions/0017-tfjs-node-acts-at-import.md.
import './internal/register.js';

export * from '@tensorflow/tfjs';
// The package that this one stands in for is imported as `import tf from` by many ES modules.
// What `require` returns in Node 23 and later has a name of its own, which the star above would take from tfjs.
export { default, default as 'module.exports' } from './internal/default.js';
export { io, type NodeIo } from './io.js';
export * from './node.js';
export { version } from './version.js';
