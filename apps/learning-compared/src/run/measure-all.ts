import type { Measurements } from '@neurite/command-kit/measured-run';
import type { ProgressLine } from '@neurite/command-kit/progress-line';
import { count, duration } from '@neurite/command-kit/words';
import type { DataSet } from '../data/data-set.js';
import { isNetwork, titleOf, wordOf } from '../models/model-names.js';
import { measureCell, nameOfCell } from './measure-cells.js';
import { workOf } from './plan.js';
import type { Cell, CellResult } from './results.js';
import type { Options, Scale } from './settings.js';

type How = {
  readonly dataSets: readonly DataSet[];
  readonly measurements: Measurements;
  readonly options: Options;
  readonly scale: Scale;
  readonly bar: ProgressLine;
};

/** Measures all cells that were not measured yet, and keeps each one as soon as it is done. */
export async function measureAll(
  cells: readonly Cell[],
  { dataSets, measurements, options, scale, bar }: How,
): Promise<readonly CellResult[]> {
  const work = (some: readonly Cell[]) => some.reduce((sum, cell) => sum + workOf(cell), 0);
  const total = work(cells);
  const missing = work(cells.filter((cell) => !measurements.has(nameOfCell(cell))));
  const started = performance.now();
  const results: CellResult[] = [];
  let left = missing;
  for (const cell of cells) {
    const dataSet = dataSets.find(({ name }) => name === cell.dataSet)!;
    const done = missing - left;
    const seconds = ((performance.now() - started) / 1000 / done) * left;
    const time = done === 0 || left === 0 ? '' : `${duration(seconds)} left, `;
    const inputs = isNetwork(cell.model) ? '' : ` on ${wordOf(cell.inputs)}`;
    bar.show(1 - left / total, {
      stage: `${cell.dataSet}, ${count(cell.samples)} samples`,
      detail: `${time}${titleOf(cell.model)}${inputs}`,
    });
    const name = nameOfCell(cell);
    if (!measurements.has(name)) left -= workOf(cell);
    results.push(await measurements.once(name, () => measureCell(cell, dataSet, { options, scale })));
  }
  return results;
}
