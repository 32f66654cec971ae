import { readFile, writeFile } from 'node:fs/promises';
import { readSafetensors, type SafetensorsEntry, writeSafetensors } from '@neurite/formats';
import type { JobData, Labelled } from './job.js';
import type { Task } from './task.js';

/** Writes samples with what is to be done with them. */
export async function writeTaskFile(path: string, task: Task, { train, test }: JobData): Promise<void> {
  const x = ({ x: { rows, columns, data } }: Labelled): SafetensorsEntry => {
    return { dtype: 'F32', shape: [rows, columns], data: Float32Array.from(data) };
  };
  const y = ({ y: data }: Labelled): SafetensorsEntry => ({ dtype: 'I32', shape: [data.length], data });
  const tensors = { 'train.x': x(train), 'train.y': y(train), 'test.x': x(test), 'test.y': y(test) };
  await writeFile(path, writeSafetensors({ tensors, metadata: { task: JSON.stringify(task) } }));
}

export async function readTaskFile(path: string): Promise<{ readonly task: Task; readonly data: JobData }> {
  const { tensors, metadata } = readSafetensors(await readFile(path));
  const part = (name: string): Labelled => {
    const { shape, data } = tensors[`${name}.x`] as SafetensorsEntry & { readonly dtype: 'F32' };
    const [rows, columns] = shape as [number, number];
    return { x: { rows, columns, data }, y: tensors[`${name}.y`]!.data as Int32Array };
  };
  return { task: JSON.parse(metadata.task!) as Task, data: { train: part('train'), test: part('test') } };
}
