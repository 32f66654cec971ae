import {
  type Candidate,
  findPackage,
  isSoftware,
  missing,
  unavailable,
} from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';
import { env } from '@tensorflow/tfjs-core';
import { watchWebgl } from './watch-webgl.js';

const packageName = '@tensorflow/tfjs-backend-webgl';

/** tfjs's WebGL backend, on WebGL 2. */
export const webglCandidate: Candidate<'webgl'> = {
  name: 'webgl',
  backendName: 'webgl',
  findDevice: async () => {
    const gl = createCanvas()?.getContext('webgl2') ?? null;
    if (gl === null) {
      return unavailable('this runtime has no WebGL 2', "turn on graphics acceleration in the browser's settings");
    }
    try {
      if (
        gl.getExtension('EXT_color_buffer_float') === null &&
        gl.getExtension('EXT_color_buffer_half_float') === null
      ) {
        return unavailable('WebGL cannot render to floating-point textures on this device');
      }
      const info = gl.getExtension('WEBGL_debug_renderer_info');
      const device = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
      return { available: true, device, software: isSoftware(device), reason: 'WebGL 2 works', remedy: undefined };
    } finally {
      // A page may have only a few contexts at a time.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    }
  },
  findPackage: () => findPackage(packageName, import('@tensorflow/tfjs-backend-webgl/dist/version.js').catch(missing)),
  start: async () => {
    await import('@tensorflow/tfjs-backend-webgl').catch(missing);
    // Whether a software renderer is acceptable is decided already; tfjs would refuse it.
    env().set('SOFTWARE_WEBGL_ENABLED', true);
    watchWebgl(await startBackend('useWeb', 'webgl'));
    // Imported here, because a page that ends up on wasm needs no shaders.
    const [{ registerFusedKernels }, { webglTarget }] = await Promise.all([
      import('@neurite/webgpu-kernels'),
      import('./webgl-target.js'),
    ]);
    registerFusedKernels(webglTarget);
    return undefined;
  },
};

function createCanvas(): OffscreenCanvas | HTMLCanvasElement | undefined {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(1, 1);
  return typeof document === 'undefined' ? undefined : document.createElement('canvas');
}
