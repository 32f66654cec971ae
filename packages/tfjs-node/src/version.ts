import { version as tfjs } from '@tensorflow/tfjs';

/**
 * The versions of the packages of tfjs, as @tensorflow/tfjs-node has them: that of `tfjs-node` is the version that this
 * package stands in for.
 */
export const version: typeof tfjs & { readonly 'tfjs-node': string } = { ...tfjs, 'tfjs-node': tfjs.tfjs };
