import { countDispatches } from '@neurite/browser-testing/count-dispatches';
import * as core from '@neurite/core';
import * as ops from '@neurite/ops';
import * as tfjs from '@tensorflow/tfjs-core';
import * as web from '../../src/index.js';
import * as benchmark from './benchmark-step.js';

declare global {
  /** What tests use within a page. */
  var neurite: {
    readonly core: typeof core;
    readonly ops: typeof ops;
    readonly tfjs: typeof tfjs;
    readonly web: typeof web;
    readonly benchmark: typeof benchmark;
    readonly countDispatches: typeof countDispatches;
    /** Takes the device of the running engine away, like a driver that is reset. */
    loseDevice(): void;
  };
}

globalThis.neurite = {
  core,
  ops,
  tfjs,
  web,
  benchmark,
  countDispatches,
  loseDevice: () => {
    // The parts of tfjs's backends that are needed here.
    const backend = tfjs.backend() as unknown as {
      device?: { destroy(): void };
      gpgpu?: { gl: WebGL2RenderingContext };
    };
    backend.device?.destroy();
    backend.gpgpu?.gl.getExtension('WEBGL_lose_context')?.loseContext();
  },
};
