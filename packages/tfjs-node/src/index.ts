// What @tensorflow/tfjs-node does when it is imported: the one exception to "nothing happens at import", see
// docs/decisions/0017-tfjs-node-acts-at-import.md.
import './internal/register.js';
import * as all from './internal/all.js';

export * from './internal/all.js';
// The package that this one stands in for is imported as `import tf from` by many ES modules. And what `require` returns has a
// name of its own in newer Node, which the star above would take from tfjs.
// biome-ignore lint/style/noDefaultExport: see above
export { all as default, all as 'module.exports' };
