import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by their paths in a project. */
export type Files = Readonly<Record<string, string>>;

/** A tfjs-node whose binding is a fake, and whose kernels are those of the cpu backend, but for one that is missing and a padding that is refused. */
export function fakeTfjsNode(name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu'): Files {
  const folder = `node_modules/${name}`;
  const cpu = JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-cpu'));
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, version: '4.22.0', main: 'dist/index.js' }),
    [`${folder}/dist/register_all_kernels.js`]: `
      require(${cpu});
      const tf = require(require('node:module').createRequire(${cpu}).resolve('@tensorflow/tfjs-core'));
      for (const kernel of tf.getKernelsForBackend('cpu')) {
        const kernelFunc = (call) => {
          if (call.attrs?.pad === 1) throw new Error("TF Backend supports only 'valid' and 'same' padding while padding was NUMBER");
          return kernel.kernelFunc(call);
        };
        if (kernel.kernelName !== 'Transform') tf.registerKernel({ ...kernel, kernelFunc, backendName: 'tensorflow' });
      }`,
    [`${folder}/dist/nodejs_kernel_backend.js`]: `
      const { MathBackendCPU } = require(${cpu});
      exports.NodeJSKernelBackend = class extends MathBackendCPU {};`,
  };
}

/** An addon: a folder of that name, which Node loads as a module. */
export function fakeAddon(name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu', code: string): Files {
  return { [`node_modules/${name}/lib/napi-v8/tfjs_binding.node/index.js`]: code };
}

/** A binding that computes squares. */
export function bindingCode(onGpu: boolean): string {
  return `module.exports = {
    TF_Version: '2.99.0', TF_FLOAT: 1, TF_ATTR_TYPE: 2, isUsingGpuDevice: () => ${onGpu},
    createTensor: (shape, dtype, values) => values[0],
    executeOp: (name, attributes, [id]) => [{ id: id * id }],
    tensorDataSync: (id) => Float32Array.of(id),
  };`;
}

/** Dawn, with the adapter that \`create\` gives. */
export function fakeDawn(adapter: string): Files {
  return {
    'node_modules/webgpu/package.json': JSON.stringify({
      name: 'webgpu',
      version: '0.6.2',
      main: 'index.js',
      type: 'module',
    }),
    'node_modules/webgpu/index.js': `export const globals = {}; export const create = () => ({ requestAdapter: async () => (${adapter}) });`,
    'node_modules/@tensorflow/tfjs-backend-webgpu/package.json': JSON.stringify({
      name: '@tensorflow/tfjs-backend-webgpu',
      version: '4.22.0',
    }),
  };
}

/** An adapter of that name, whose device does what it should, or is lost. */
export function fakeAdapter(description: string, { lost }: { readonly lost?: string } = {}): string {
  const loss =
    lost === undefined ? 'new Promise(() => {})' : `Promise.resolve({ reason: 'unknown', message: '${lost}' })`;
  const map = lost === undefined ? '{}' : "throw new Error('the buffer is gone');";
  return `{
    info: { vendor: 'fake', architecture: '', description: '${description}' },
    limits: { maxBufferSize: 4e9 },
    requestDevice: async () => ({
      lost: ${loss},
      createBuffer: () => ({ mapAsync: async () => { ${map} }, getMappedRange: () => Float32Array.of(1, 2, 3, 4).buffer }),
      queue: { writeBuffer: () => {} },
    }),
  }`;
}

/** A `nvidia-smi` that lists one GPU. */
export const FAKE_NVIDIA_SMI =
  "#!/bin/sh\ncase \"$*\" in *query-gpu*) echo '0, NVIDIA Fake 9000, 555.42, 24564, 1234';; *) echo 'CUDA Version: 12.5';; esac\n";

/** Writes a project; programs stand below `bin/`. */
function writeProject(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'node-gpu-'));
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (path.startsWith('bin/')) chmodSync(file, 0o755);
  }
  return folder;
}

/** Runs something in a project: in its folder, with its programs first, and with its cache. */
export async function inProject<T>(files: Files, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = writeProject(files);
  const [before, { PATH, NEURITE_CACHE }] = [process.cwd(), process.env];
  process.chdir(folder);
  process.env.PATH = `${join(folder, 'bin')}:${PATH}`;
  process.env.NEURITE_CACHE = join(folder, 'cache');
  try {
    return await run(folder);
  } finally {
    process.chdir(before);
    process.env.PATH = PATH;
    if (NEURITE_CACHE === undefined) delete process.env.NEURITE_CACHE;
    else process.env.NEURITE_CACHE = NEURITE_CACHE;
    rmSync(folder, { recursive: true });
  }
}
