import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by their paths in a project. */
export type Files = Readonly<Record<string, string>>;

/** A tfjs-node whose binding is a fake, and whose kernels are those of the cpu backend. */
export function fakeTfjsNode(name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu'): Files {
  const folder = `node_modules/${name}`;
  const cpu = JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-cpu'));
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, version: '4.22.0', main: 'dist/index.js' }),
    [`${folder}/dist/register_all_kernels.js`]: `
      require(${cpu});
      const tf = require(require('node:module').createRequire(${cpu}).resolve('@tensorflow/tfjs-core'));
      for (const kernel of tf.getKernelsForBackend('cpu'))
        if (kernel.kernelName !== 'Transform') tf.registerKernel({ ...kernel, backendName: 'tensorflow' });`,
    [`${folder}/dist/nodejs_kernel_backend.js`]: `
      const { MathBackendCPU } = require(${cpu});
      exports.NodeJSKernelBackend = class extends MathBackendCPU {};`,
  };
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
