import type { io } from '@tensorflow/tfjs';
import { expectTypeOf, it } from 'vitest';
import all, * as tf from '../src/index.js';

it('has the types of tfjs and of tfjs-node', () => {
  expectTypeOf(tf.node.decodeImage).returns.toEqualTypeOf<tf.Tensor3D | tf.Tensor4D>();
  expectTypeOf(tf.node.decodeGif).returns.toEqualTypeOf<tf.Tensor4D>();
  expectTypeOf(tf.node.encodePng).returns.toEqualTypeOf<Promise<Uint8Array>>();
  expectTypeOf(tf.io.fileSystem('model')).toExtend<io.IOHandler>();
  expectTypeOf(tf.version['tfjs-node']).toEqualTypeOf<string>();
  expectTypeOf(all.tensor).toEqualTypeOf<typeof tf.tensor>();
  // @ts-expect-error a path is asked for
  tf.io.fileSystem();
});
