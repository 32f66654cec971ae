import { inference, layerName, type Module, type Table } from '@neurite/core';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { inputOf, type Network } from '../models/train-network.js';

/** What a layer gives for some samples. */
export type LayerOutput = {
  /** Its name, numbered among those of its kind: `conv2d 1`. */
  readonly name: string;
  /** Of a sample. */
  readonly shape: readonly number[];
  readonly table: Table & { readonly data: Float32Array };
};

const BATCH = 250;

/** The layers of a sequential network, by the names that `layerOutputs` gives them. */
export function layersOf({
  module,
}: Network): readonly { readonly name: string; readonly layer: Module<Tensor, Tensor> }[] {
  const { layers } = module as unknown as { readonly layers: readonly Module<Tensor, Tensor>[] }; // a sequential
  const seen = new Map<string, number>();
  return layers.map((layer) => {
    const kind = layerName(layer);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return { name: `${kind} ${seen.get(kind)}`, layer };
  });
}

/** What one layer of a network gives for samples, in inference. */
export async function layerOutput(network: Network, name: string, x: Table): Promise<LayerOutput> {
  const layers = layersOf(network);
  const end = layers.findIndex((one) => one.name === name) + 1;
  const input = inputOf(network, x);
  let [data, shape]: [Float32Array, number[]] = [new Float32Array(0), []];
  const size = input.data.length / x.rows;
  for (let from = 0; from < x.rows; from += BATCH) {
    const rows = Math.min(BATCH, x.rows - from);
    const output = tidy(() => {
      const batch: Tensor = tensor(input.data.subarray(from * size, (from + rows) * size), [rows, ...network.shape]);
      return layers.slice(0, end).reduce((value, { layer }) => layer.forward(value, inference()), batch);
    });
    shape = output.shape.slice(1);
    const columns = output.size / rows;
    if (from === 0) data = new Float32Array(x.rows * columns);
    data.set((await output.data()) as Float32Array, from * columns);
    output.dispose();
  }
  return { name, shape, table: { rows: x.rows, columns: data.length / x.rows, data } };
}
