import * as web from '@neurite/backend-web';
import * as core from '@neurite/core';
import { checkpoints } from '@neurite/training';
import * as tfjs from '@tensorflow/tfjs-core';
import * as training from '../../src/index.js';
import * as toys from './toys.js';

declare global {
  /** What tests use within a page. */
  var neurite: {
    readonly core: typeof core;
    readonly tfjs: typeof tfjs;
    readonly web: typeof web;
    readonly training: typeof training;
    readonly toys: typeof toys;
    readonly checkpoints: typeof checkpoints;
    /** Takes the device of the running engine away, like a driver that is reset. */
    loseDevice(): void;
  };
}

globalThis.neurite = {
  core,
  tfjs,
  web,
  training,
  toys,
  checkpoints,
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
