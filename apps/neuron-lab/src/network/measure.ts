import { inference, type Module } from '@neurite/core';
import { dispose, type Tensor, type Tensor2D, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { NetworkConfig } from './network-config.js';
import { REACH, type Sample } from './samples.js';
import { GRID, type LayerWeights, type Score, SMALL_GRID, type Snapshot } from './snapshot.js';
import { layersOf, type Task } from './task.js';
import { inputsOf, targetsOf } from './training-data.js';

/** Points as tensors, for measuring. */
export type Measured = { readonly x: Tensor2D; readonly y: Tensor };

/** @returns undefined for no points; the caller owns the tensors */
export function measured(samples: readonly Sample[], config: NetworkConfig, kind: Task['kind']): Measured | undefined {
  if (samples.length === 0) return undefined;
  const targets = targetsOf(samples, kind);
  const y = tensor(targets.data, [...targets.shape], kind === 'classes' ? 'int32' : 'float32');
  return { x: inputTensor(samples, config), y };
}

/** The places of a grid over the plane, row by row from the top left. The caller owns the tensor. */
function gridInputs(config: NetworkConfig, size: number): Tensor2D {
  const at = (i: number): number => ((i + 0.5) / size) * 2 * REACH - REACH;
  const places = Array.from({ length: size * size }, (_, i) => ({ x1: at(i % size), x2: -at(Math.floor(i / size)) }));
  return inputTensor(places, config);
}

function inputTensor(places: readonly { x1: number; x2: number }[], config: NetworkConfig): Tensor2D {
  const { data, shape } = inputsOf(places, config);
  return tensor2d(data as Float32Array, shape as [number, number]); // as inputsOf makes them
}

/** The loss without a penalty, and the share of right answers. */
export async function score(
  model: Module<Tensor2D, Tensor2D>,
  { x, y }: Measured,
  { loss, metric }: Task,
): Promise<Score> {
  const { value, statistics } = tidy(() => {
    const predictions = model.forward(x, inference());
    return { value: loss(predictions, y), statistics: metric?.statistics(predictions, y) ?? {} };
  });
  const [lost] = await value.data();
  const entries = Object.entries(statistics).map(
    async ([name, statistic]) => [name, Float64Array.from(await statistic.data())] as const,
  );
  const totals = Object.fromEntries(await Promise.all(entries));
  dispose([value, ...Object.values(statistics)]);
  return { loss: lost!, accuracy: metric?.value(totals) };
}

/** What the network, and each neuron of it, says everywhere on the plane. */
export async function look(
  model: Module<Tensor2D, Tensor2D>,
  { grid, smallGrid, task, config }: { grid: Tensor2D; smallGrid: Tensor2D; task: Task; config: NetworkConfig },
): Promise<Pick<Snapshot, 'layers' | 'maps' | 'output'>> {
  const perLayer = config.activation === 'linear' ? 1 : 2;
  const { output, maps } = tidy(() => {
    const said: Tensor2D[] = [];
    let value: Tensor2D = smallGrid;
    for (const layer of layersOf(model)) {
      value = layer.forward(value, inference());
      said.push(value);
    }
    // A layer's neurons speak after their activation; the last layer is the output.
    const hidden = config.hidden.map((_, i) => said[(i + 1) * perLayer - 1]!);
    return { output: task.answer(model.forward(grid, inference())), maps: hidden };
  });
  const dense = layersOf(model).filter((layer) => 'kernel' in layer) as unknown as readonly DenseLike[]; // the others have none
  const [said, hidden, layers] = await Promise.all([
    copyOf(output),
    Promise.all(maps.map(copyOf)),
    Promise.all(dense.map(weightsOf)),
  ]);
  dispose([output, ...maps]);
  return { output: said, maps: hidden, layers };
}

type DenseLike = { readonly kernel: { readonly value: Tensor }; readonly bias: { readonly value: Tensor } };

async function weightsOf({ kernel, bias }: DenseLike): Promise<LayerWeights> {
  const [inputs, units] = kernel.value.shape as [number, number]; // a dense layer's
  return { inputs, units, kernel: await copyOf(kernel.value), bias: await copyOf(bias.value) };
}

/** A copy, because what an engine lends may lie in its own memory. */
async function copyOf(values: Tensor): Promise<Float32Array> {
  return Float32Array.from(await values.data());
}

/** The grids that `look` asks for. */
export function grids(config: NetworkConfig): { readonly grid: Tensor2D; readonly smallGrid: Tensor2D } {
  return { grid: gridInputs(config, GRID), smallGrid: gridInputs(config, SMALL_GRID) };
}
