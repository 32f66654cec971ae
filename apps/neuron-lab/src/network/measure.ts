import { type HostArray, inference, type Module } from '@neurite/core';
import { dispose, type Tensor, type Tensor2D, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { NetworkConfig } from './network-config.js';
import { REACH, type Sample, type Samples } from './samples.js';
import { GRID, type LayerWeights, type Score, SMALL_GRID, type Snapshot } from './snapshot.js';
import { layersOf, type Task } from './task.js';
import { inputsOf, targetsOf } from './training-data.js';

/** How a run is looked at. */
export type View = {
  /** What the network says everywhere and of its points now. Leaves no tensors. */
  look(model: Module<Tensor2D, Tensor2D>): Promise<Pick<Snapshot, 'layers' | 'maps' | 'output' | 'train' | 'test'>>;
};

type Points = { readonly x: HostArray; readonly y: HostArray };

/** What is looked at stays on the host, so that it outlives the engine. */
export function viewOf(config: NetworkConfig, { train, test, task }: Samples & { readonly task: Task }): View {
  const pointsOf = (samples: readonly Sample[]): Points => ({
    x: inputsOf(samples, config),
    y: targetsOf(samples, task.kind),
  });
  const [learned, measured] = [pointsOf(train), test.length === 0 ? undefined : pointsOf(test)];
  const [grid, smallGrid] = [gridInputs(config, GRID), gridInputs(config, SMALL_GRID)];
  const perLayer = config.activation === 'linear' ? 1 : 2;
  return {
    look: async (model) => {
      const { output, maps, scores } = tidy(() => {
        const said: Tensor2D[] = [];
        let value = matrixOf(smallGrid);
        for (const layer of layersOf(model)) {
          value = layer.forward(value, inference());
          said.push(value);
        }
        return {
          output: task.answer(model.forward(matrixOf(grid), inference())),
          // A layer's neurons speak after their activation; the last layer is the output.
          maps: config.hidden.map((_, i) => said[(i + 1) * perLayer - 1]!),
          scores: [learned, measured].flatMap((points) => (points === undefined ? [] : [score(model, points, task)])),
        };
      });
      const dense = layersOf(model).filter((layer) => 'kernel' in layer) as unknown as readonly DenseLike[]; // the others have none
      try {
        const [said, hidden, layers, [trained, tested]] = await Promise.all([
          copyOf(output),
          Promise.all(maps.map(copyOf)),
          Promise.all(dense.map(weightsOf)),
          Promise.all(scores.map((one) => readScore(one, task))),
        ]);
        return { output: said, maps: hidden, layers, train: trained!, test: tested };
      } finally {
        dispose([output, ...maps, ...scores.flatMap(({ loss, statistics }) => [loss, ...Object.values(statistics)])]);
      }
    },
  };
}

/** The places of a grid over the plane, row by row from the top left. */
function gridInputs(config: NetworkConfig, size: number): HostArray {
  const at = (i: number): number => ((i + 0.5) / size) * 2 * REACH - REACH;
  const places = Array.from({ length: size * size }, (_, i) => ({ x1: at(i % size), x2: -at(Math.floor(i / size)) }));
  return inputsOf(places, config);
}

function matrixOf({ data, shape }: HostArray): Tensor2D {
  // A copy, because some engines keep the array itself.
  return tensor2d(data.slice() as Float32Array, shape as [number, number]); // as inputsOf makes them
}

type PendingScore = { readonly loss: Tensor; readonly statistics: Readonly<Record<string, Tensor>> };

/** The loss without a penalty, and what the share of right answers is computed from. */
function score(model: Module<Tensor2D, Tensor2D>, { x, y }: Points, { kind, loss, metric }: Task): PendingScore {
  const targets = tensor(y.data.slice(), [...y.shape], kind === 'classes' ? 'int32' : 'float32');
  const predictions = model.forward(matrixOf(x), inference());
  return { loss: loss(predictions, targets), statistics: metric?.statistics(predictions, targets) ?? {} };
}

async function readScore({ loss, statistics }: PendingScore, { metric }: Task): Promise<Score> {
  const entries = Object.entries(statistics).map(
    async ([name, statistic]) => [name, Float64Array.from(await statistic.data())] as const,
  );
  const [[value], ...totals] = await Promise.all([loss.data(), ...entries]);
  return { loss: value!, accuracy: metric?.value(Object.fromEntries(totals)) };
}

type DenseLike = { readonly kernel: { readonly value: Tensor }; readonly bias: { readonly value: Tensor } };

async function weightsOf({ kernel, bias }: DenseLike): Promise<LayerWeights> {
  const [inputs, units] = kernel.value.shape as [number, number]; // a dense layer's
  const [weights, biases] = await Promise.all([copyOf(kernel.value), copyOf(bias.value)]);
  return { inputs, units, kernel: weights, bias: biases };
}

/** A copy, because what an engine lends may lie in its own memory. */
async function copyOf(values: Tensor): Promise<Float32Array> {
  return Float32Array.from(await values.data());
}
