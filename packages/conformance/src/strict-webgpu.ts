import { backend, env, type KernelBackend } from '@tensorflow/tfjs-core';

/** Makes tfjs's WebGPU backend, which must be the running one, show mistakes that would stay hidden. */
export function beStrict(): void {
  // tfjs would compute small tensors in JavaScript, and the shaders of large ones would stay unchecked.
  env().set('WEBGPU_CPU_FORWARD', false);
  fillNewBuffers();
  compareCode();
}

/** The parts of WebGPU that are used here. */
type Buffer = { readonly size: number };
type Device = {
  createBuffer(described: { readonly usage: number; readonly mappedAtCreation?: boolean }): Buffer;
  readonly queue: { writeBuffer(buffer: Buffer, offset: number, data: Float32Array): void };
};

const STORAGE = 0x80;
const filled = new WeakSet<Device>();

/** Makes new buffers hold numbers, as reused ones do: an output that no program has written is then never right. */
function fillNewBuffers(): void {
  const { device } = backend() as KernelBackend & { readonly device: Device }; // of tfjs's backend, version 4.22
  if (filled.has(device)) return;
  filled.add(device);
  const create = device.createBuffer.bind(device);
  device.createBuffer = (described) => {
    const buffer = create(described);
    if ((described.usage & STORAGE) !== 0 && described.mappedAtCreation !== true) {
      device.queue.writeBuffer(buffer, 0, new Float32Array(Math.floor(buffer.size / 4)).fill(4242));
    }
    return buffer;
  };
}

/** The parts of tfjs's backend, version 4.22, that are used here. */
type Programs = KernelBackend & {
  runWebGPUProgram(
    program: { shaderKey: string; getUserCode(): string },
    ...rest: readonly unknown[]
  ): { readonly shape: readonly number[] };
};

const compared = new WeakSet<KernelBackend>();

/** Makes programs fail that have another code than the one that was compiled under their key. */
function compareCode(): void {
  const running = backend() as Programs; // the backend of this name
  if (compared.has(running)) return;
  compared.add(running);
  const run = running.runWebGPUProgram.bind(running);
  const codes = new Map<string, string>();
  running.runWebGPUProgram = (program, ...rest) => {
    const output = run(program, ...rest);
    if (output.shape.includes(0)) return output; // nothing was compiled, and the key is not whole
    const [key, code] = [program.shaderKey, program.getUserCode()];
    if ((codes.get(key) ?? code) !== code) throw new RangeError(`two programs have the key ${key}`);
    codes.set(key, code);
    return output;
  };
}
