import {
  type Candidate,
  findPackage,
  isSoftware,
  missing,
  unavailable,
} from '@neurite/webgpu-kernels/engine-candidate';
import { startBackend } from '@neurite/webgpu-kernels/start-backend';
import { watchWebgpu } from '@neurite/webgpu-kernels/watch-webgpu';

/** The part of WebGPU that names a device. */
type AdapterInfo = {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
};
type Adapter = { readonly info?: AdapterInfo; readonly isFallbackAdapter?: boolean };
type Gpu = { requestAdapter(options: { readonly powerPreference: string }): Promise<Adapter | null> };

const packageName = '@tensorflow/tfjs-backend-webgpu';

/** tfjs's WebGPU backend. */
export const webgpuCandidate: Candidate<'webgpu'> = {
  name: 'webgpu',
  backendName: 'webgpu',
  findDevice: async () => {
    // Node 20 has no navigator, and older declarations of the DOM no `gpu`.
    const gpu = (globalThis.navigator as { readonly gpu?: Gpu } | undefined)?.gpu;
    if (gpu === undefined) {
      return globalThis.isSecureContext === false
        ? unavailable('WebGPU needs a secure context', 'serve the page over https, or from localhost')
        : unavailable('this runtime has no WebGPU', 'take a current Chrome, Edge, Firefox or Safari');
    }
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) {
      return unavailable('WebGPU finds no adapter', "turn on graphics acceleration in the browser's settings");
    }
    const { vendor = '', architecture = '', description = '' } = adapter.info ?? {};
    const device = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
    const fallback = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    const software = fallback || isSoftware(`${vendor} ${architecture} ${description}`);
    return { available: true, device, software, reason: 'WebGPU has an adapter', remedy: undefined };
  },
  findPackage: () => findPackage(packageName, import('@tensorflow/tfjs-backend-webgpu/dist/version.js').catch(missing)),
  start: async () => {
    await import('@tensorflow/tfjs-backend-webgpu').catch(missing);
    watchWebgpu(await startBackend('useWeb', 'webgpu'));
    // Imported here, because a page that ends up on wasm needs no shaders.
    const { registerWebgpuKernels } = await import('@neurite/webgpu-kernels');
    registerWebgpuKernels();
    return undefined;
  },
};
