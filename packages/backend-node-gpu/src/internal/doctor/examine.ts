import { dawnLines } from './dawn.js';
import { bad, type Line } from './line.js';
import { machineLines } from './machine.js';
import { type Surroundings, surroundings } from './surroundings.js';
import { tensorflowLines } from './tensorflow.js';

/** What belongs together. */
export type Section = { readonly title: string; readonly lines: readonly Line[] };

/** What the doctor has found. */
export type Examination = {
  /** Whether a GPU works, and through what. */
  readonly gpu: { readonly 'tensorflow-gpu': boolean; readonly webgpu: boolean };
  readonly sections: readonly Section[];
};

/** Looks at everything that a GPU needs here. It never fails: a check that does is a line that says so. */
export async function examine(given?: Surroundings): Promise<Examination> {
  const found = given ?? surroundings();
  const machine = await section('This machine', () => machineLines(found));
  const tensorflow = await section('TensorFlow on CUDA', () => tensorflowLines(found));
  const dawn = await section('WebGPU on Dawn', () => dawnLines(found));
  return {
    gpu: {
      'tensorflow-gpu': tensorflow.lines.some(({ name, ok }) => name === 'device' && ok),
      webgpu: dawn.lines.some(({ name }) => name === 'device') && dawn.lines.every(({ ok }) => ok),
    },
    sections: [machine, tensorflow, dawn],
  };
}

async function section(title: string, look: () => readonly Line[] | Promise<readonly Line[]>): Promise<Section> {
  try {
    return { title, lines: await look() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { title, lines: [bad('doctor', `this could not be looked at: ${reason}`)] };
  }
}
