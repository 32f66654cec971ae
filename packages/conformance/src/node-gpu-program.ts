import { writeFileSync } from 'node:fs';
import { type EngineName, useNodeGpu } from '@neurite/backend-node-gpu';
import { registerGradients } from '@neurite/core';
import type { Thoroughness } from './check-op.js';
import { type Column, checkPart, type Part, specs } from './columns.js';
import { beStrict } from './strict-webgpu.js';

/** What the program is asked, as its one argument. */
export type Question = {
  readonly engine: EngineName;
  readonly part: Part;
  readonly names: readonly string[];
  readonly runs: Thoroughness;
  /** The file that gets the answer: Dawn prints what it complains about where a program prints. */
  readonly answer: string;
};

/** What it answers. */
export type Answer = { readonly column: Column; readonly device: string };

const { engine, part, names, runs, answer } = JSON.parse(process.argv[2]!) as Question; // of node-gpu.ts
registerGradients();
const report = await useNodeGpu({ prefer: engine, strict: true });
if (engine === 'webgpu') beStrict();
const chosen = specs.filter(({ name }) => names.includes(name));
const column = await checkPart(part, chosen, runs);
const found: Answer = { column, device: report.device };
writeFileSync(answer, JSON.stringify(found));
