import { runProgram } from '../run-program.js';

/** What an addon says, loaded in a process of its own. */
export type AddonTrial =
  | { readonly loads: true; readonly version: string; readonly onGpu: boolean }
  | { readonly loads: false; readonly problem: string };

/** Loads the addon that is its argument, computes a square, and prints what it finds. */
const PROGRAM = `
const binding = require(process.argv[1]);
const id = binding.createTensor([1], binding.TF_FLOAT, Float32Array.of(3));
const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
const [square] = binding.executeOp('Square', [type], [id], 1);
const [value] = binding.tensorDataSync(square.id);
console.log(JSON.stringify({ value, version: binding.TF_Version, onGpu: binding.isUsingGpuDevice() }));
`;
const SECONDS = 120;

/** Loads an addon in a process of its own, which may crash. */
export async function tryAddon(addon: string): Promise<AddonTrial> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '1', NODE_OPTIONS: '' };
  const { code, signal, out, err } = await runProgram([process.execPath, '--eval', PROGRAM, addon], {
    seconds: SECONDS,
    env,
  });
  if (code !== 0) return { loads: false, problem: reason(err) ?? `it ended the process with ${signal ?? code}` };
  try {
    const { value, version, onGpu } = JSON.parse(out.trim().split('\n').at(-1)!) as {
      readonly value: number;
      readonly version: string;
      readonly onGpu: boolean;
    };
    if (value !== 9) return { loads: false, problem: `it gives ${value} for the square of 3` };
    return { loads: true, version, onGpu };
  } catch {
    return { loads: false, problem: 'it prints something else than its answer' };
  }
}

/** The message of the error that ended a process of Node. */
function reason(err: string): string | undefined {
  return /^(?:\w*Error|\w*Exception)(?: \[\w+\])?: (.+)$/m.exec(err)?.[1];
}
