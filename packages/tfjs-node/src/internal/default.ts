import * as tfjs from '@tensorflow/tfjs';
import { io } from '../io.js';
import { node } from '../node.js';
import { version } from '../version.js';

// Node's own names for a CommonJS module's exports as a whole.
const {
  default: _,
  'module.exports': __,
  ...names
} = tfjs as typeof tfjs & Record<'default' | 'module.exports', unknown>;

const all: Omit<typeof tfjs, 'default' | 'io' | 'version'> & {
  readonly io: typeof io;
  readonly node: typeof node;
  readonly version: typeof version;
} = { ...names, io, node, version };

// biome-ignore lint/style/noDefaultExport: see index.ts
export default all;
