import type { NodeProcess } from '../../src/in-node.js';

/**
 * A project with tfjs-node, for whose binding `setup` has run with the cache of `NEURITE_CACHE`. `npm run check -- tensorflow`
 * makes one, and downloads TensorFlow for it.
 */
const project = process.env.NEURITE_TENSORFLOW;
const command = (process.env.NEURITE_TENSORFLOW_NODE ?? process.execPath).split(' ') as [string, ...string[]];

/** How programs on TensorFlow are started; undefined where it is not there. */
export const tensorflowProcess: NodeProcess | undefined = project === undefined ? undefined : { project, command };

/** Why it is not there. */
export const NO_TENSORFLOW = 'it takes TensorFlow, a download of 230 MB: npm run check -- tensorflow';
