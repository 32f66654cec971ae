import { keyTensor } from '@neurite/core';
import { reluGrad } from '@neurite/core/operation';
import {
  fusedAdamUpdate,
  fusedAttention,
  fusedBatchNormTraining,
  fusedBiasActivation,
  fusedConv2d,
  fusedDense,
  fusedDropout,
  fusedGroupNorm,
  fusedGruSequence,
  fusedLayerNorm,
  fusedLstmSequence,
  fusedRmsNorm,
  fusedSgdUpdate,
  fusedSoftmaxCrossEntropy,
} from '@neurite/ops';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { scalar } from '@tensorflow/tfjs-core';
import { constant, type Draw } from '../draw.js';
import { at, fill, type Nd, zipped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { erf, sigmoid } from '../special-functions.js';
import { dropoutDraw } from '../threefry.js';
import { crossEntropies } from './losses.js';
import { total } from './products.js';

const EPSILON = 1e-3;
const KEY = [0x13198a2e, 0x03707344] as const;

/** Each group of elements, moved to mean 0 and scaled to variance 1. */
function standardised(x: Nd, key: (index: readonly number[]) => string, centred = true): Nd {
  const groups = new Map<string, number[]>();
  fill(x.shape, (index) => {
    const name = key(index);
    groups.set(name, [...(groups.get(name) ?? []), at(x, index)]);
    return 0;
  });
  const statistics = new Map(
    [...groups].map(([name, values]) => {
      const mean = centred ? total(values.length, (i) => values[i]!) / values.length : 0;
      const variance = total(values.length, (i) => (values[i]! - mean) ** 2) / values.length;
      return [name, { mean, variance }] as const;
    }),
  );
  return fill(x.shape, (index) => {
    const { mean, variance } = statistics.get(key(index))!;
    return (at(x, index) - mean) / Math.sqrt(variance + EPSILON);
  });
}

/** Scaled and moved by numbers of each channel. */
function affine(x: Nd, scale: Nd, offset?: Nd): Nd {
  return zipped(
    offset === undefined ? [x, scale] : [x, scale, offset],
    (value, factor, summand = 0) => value * factor + summand,
  );
}

const norm = (
  name: string,
  run: (x: Tensor, scale: Tensor, offset: Tensor) => Tensor | Tensor[],
  key: (index: readonly number[]) => string,
  { shape = (draw: Draw) => [...draw.shape(2), draw.some(2, 4)], centred = true } = {},
): OperationSpec => ({
  name,
  // Of numbers that are all alike, or far from each other, there is nothing but rounding.
  without: ['huge', 'infinite', 'one'],
  draw: (draw) => {
    const x = shape(draw);
    const channels = [x.at(-1)!];
    const inputs = [draw.floats(x), draw.floats(channels), ...(centred ? [draw.floats(channels)] : [])];
    return {
      inputs,
      run: (a: Tensor, scale: Tensor, offset: Tensor) => run(a, scale, offset),
      reference: (a, scale, offset) => affine(standardised(a!, key, centred), scale!, offset),
    };
  },
});

const activations = {
  linear: (z: number) => z,
  relu: (z: number) => Math.max(z, 0),
  sigmoid,
  tanh: Math.tanh,
  gelu: (z: number) => (z * (1 + erf(z / Math.SQRT2))) / 2,
  geluTanh: (z: number) => (z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)))) / 2,
  silu: (z: number) => z * sigmoid(z),
} as const;

/** Gated activations of −∞ are 0 · −∞, and of numbers beyond all bounds the cube is. */
const unbounded: OperationSpec['without'] = ['huge', 'infinite'];

/** The project's own operations. */
export const own: readonly OperationSpec[] = [
  ...(Object.keys(activations) as (keyof typeof activations)[]).map(
    (activation): OperationSpec => ({
      name: `fusedBiasActivation, ${activation}`,
      ...(['gelu', 'geluTanh', 'silu'].includes(activation) ? { without: unbounded } : {}),
      draw: (draw) => {
        const shape = [...draw.shape(2), draw.some(1, 4)];
        return {
          inputs: [draw.floats(shape), draw.floats(shape.slice(-1))],
          run: (x: Tensor, bias: Tensor) => fusedBiasActivation({ x, bias }, { activation }),
          reference: (x, bias) => zipped([x, bias], (a, b) => activations[activation](a + b)),
        };
      },
    }),
  ),
  norm(
    'fusedLayerNorm',
    (x, scale, offset) => fusedLayerNorm({ x, scale, offset }, { epsilon: EPSILON }),
    ([a, b]) => `${a},${b}`,
  ),
  norm(
    'fusedRmsNorm',
    (x, scale) => fusedRmsNorm({ x, scale }, { epsilon: EPSILON }),
    ([a, b]) => `${a},${b}`,
    { centred: false },
  ),
  norm(
    'fusedGroupNorm',
    (x, scale, offset) => fusedGroupNorm({ x, scale, offset }, { groups: 2, epsilon: EPSILON }),
    ([n, , c]) => `${n},${Math.floor(c! / 3)}`,
    { shape: (draw) => [...draw.shape(2), 6] },
  ),
  norm(
    'fusedBatchNormTraining',
    (x, scale, offset) => fusedBatchNormTraining({ x, scale, offset }, { epsilon: EPSILON }).y,
    ([, , c]) => `${c}`,
    { shape: (draw) => [draw.some(2, 4), draw.some(2, 3), draw.some(1, 3)] },
  ),
  {
    name: 'fusedSoftmaxCrossEntropy',
    without: ['infinite', 'none'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), draw.floats(shape, 0, 1)],
        run: (logits: Tensor2D, labels: Tensor2D) => fusedSoftmaxCrossEntropy(logits, labels),
        reference: crossEntropies,
      };
    },
  },
  {
    name: 'fusedDropout',
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape)],
        run: (x: Tensor) => fusedDropout(x, { rate: 0.4, key: keyTensor(KEY) }),
        // What is dropped is 0, whatever it was.
        reference: (x) => ({ ...x, data: x.data.map((value, i) => (dropoutDraw(KEY, i) < 0.4 ? 0 : value / 0.6)) }),
      };
    },
  },
  {
    name: 'reluGrad',
    elementwise: true,
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats(shape), constant(draw.floats(shape))],
        run: (dy: Tensor, y: Tensor) => reluGrad(dy, y),
        reference: (dy, y) => zipped([dy, y], (d, value) => (Number.isNaN(value) ? value : value > 0 ? d : 0)),
      };
    },
  },
  {
    name: 'fusedAttention',
    without: ['huge', 'infinite', 'none'],
    draw: (draw) => {
      const [batch, heads, queries, keys] = [draw.size(1, 2), draw.size(1, 2), draw.size(2, 3), draw.size(2, 4)];
      const [dim, depth] = [draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [
          draw.floats([batch, heads, queries, dim]),
          draw.floats([batch, heads, keys, dim]),
          draw.floats([batch, heads, keys, depth]),
          draw.floats([batch, 1, queries, keys]),
        ],
        run: (query: Tensor4D, key: Tensor4D, value: Tensor4D, mask: Tensor4D) =>
          fusedAttention({ query, key, value, mask }),
        reference: (query, key, value, mask) =>
          fill([batch, heads, queries, depth], ([n, h, q, d]) => {
            const scores = Array.from({ length: keys }, (_, k) => {
              const product = total(dim, (i) => at(query!, [n!, h!, q!, i]) * at(key!, [n!, h!, k, i]));
              return product / Math.sqrt(dim) + at(mask!, [n!, 0, q!, k]);
            });
            const most = Math.max(...scores);
            const weights = scores.map((score) => Math.exp(score - most));
            const all = total(keys, (k) => weights[k]!);
            return total(keys, (k) => (weights[k]! / all) * at(value!, [n!, h!, k, d!]));
          }),
      };
    },
  },
  {
    name: 'fusedLstmSequence',
    without: ['huge', 'infinite'],
    draw: (draw) => {
      const [batch, time, units] = [draw.size(1, 3), draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [
          draw.floats([batch, time, 4 * units]),
          draw.floats([units, 4 * units]),
          draw.floats([batch, units]),
          draw.floats([batch, units]),
        ],
        run: (x: Tensor3D, recurrentKernel: Tensor2D, initialState: Tensor2D, initialCell: Tensor2D) =>
          Object.values(fusedLstmSequence({ x, recurrentKernel, initialState, initialCell })),
        reference: (x, kernel, state, cell) => {
          let [h, c] = [state!, cell!];
          const outputs = fill([batch, time, units], () => 0);
          for (let t = 0; t < time; t++) {
            const [before, old] = [h, c];
            const gate = (n: number, k: number): number =>
              at(x!, [n, t, k]) + total(units, (i) => at(before, [n, i]) * at(kernel!, [i, k]));
            c = fill([batch, units], ([n, u]) => {
              const [i, f, g] = [gate(n!, u!), gate(n!, units + u!), gate(n!, 2 * units + u!)];
              return sigmoid(f) * at(old, [n!, u!]) + sigmoid(i) * Math.tanh(g);
            });
            const fresh = c;
            h = fill([batch, units], ([n, u]) => sigmoid(gate(n!, 3 * units + u!)) * Math.tanh(at(fresh, [n!, u!])));
            h.data.forEach((value, i) => {
              outputs.data[Math.floor(i / units) * time * units + t * units + (i % units)] = value;
            });
          }
          return [outputs, c];
        },
      };
    },
  },
  {
    name: 'fusedGruSequence',
    without: ['huge', 'infinite'],
    draw: (draw) => {
      const [batch, time, units] = [draw.size(1, 3), draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [
          draw.floats([batch, time, 3 * units]),
          draw.floats([units, 3 * units]),
          draw.floats([3 * units]),
          draw.floats([batch, units]),
        ],
        run: (x: Tensor3D, recurrentKernel: Tensor2D, recurrentBias: Tensor, initialState: Tensor2D) =>
          fusedGruSequence({ x, recurrentKernel, recurrentBias, initialState } as Parameters<
            typeof fusedGruSequence
          >[0]), // of one axis
        reference: (x, kernel, bias, state) => {
          let h = state!;
          const outputs = fill([batch, time, units], () => 0);
          for (let t = 0; t < time; t++) {
            const before = h;
            const inner = (n: number, k: number): number =>
              bias!.data[k]! + total(units, (i) => at(before, [n, i]) * at(kernel!, [i, k]));
            h = fill([batch, units], ([n, u]) => {
              const gate = (k: number): number => k * units + u!;
              const r = sigmoid(at(x!, [n!, t, gate(0)]) + inner(n!, gate(0)));
              const z = sigmoid(at(x!, [n!, t, gate(1)]) + inner(n!, gate(1)));
              const fresh = Math.tanh(at(x!, [n!, t, gate(2)]) + r * inner(n!, gate(2)));
              return (1 - z) * fresh + z * at(before, [n!, u!]);
            });
            h.data.forEach((value, i) => {
              outputs.data[Math.floor(i / units) * time * units + t * units + (i % units)] = value;
            });
          }
          return outputs;
        },
      };
    },
  },
  {
    name: 'fusedAdamUpdate',
    derivatives: 'none',
    without: ['huge', 'infinite', 'tiny'],
    draw: (draw) => {
      const shape = draw.shape(2);
      const [rate, correction1, correction2] = [0.1, 0.19, 0.002].map(Math.fround) as [number, number, number];
      const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
      return {
        inputs: [draw.floats(shape), draw.floats(shape), draw.plain(shape, 0.1, 1), draw.floats(shape)],
        run: (gradient: Tensor, firstMoment: Tensor, secondMoment: Tensor, parameter: Tensor) =>
          Object.values(
            fusedAdamUpdate(
              {
                gradient,
                firstMoment,
                secondMoment,
                parameter,
                learningRate: scalar(rate),
                correction1: scalar(correction1),
                correction2: scalar(correction2),
              },
              options,
            ),
          ),
        reference: (g, m, v, p) => {
          const first = zipped([m!, g!], (old, now) => 0.9 * old + 0.1 * now);
          const second = zipped([v!, g!], (old, now) => 0.999 * old + 0.001 * now * now);
          const update = zipped(
            [first, second, p!],
            (a, b, weight) => -rate * (a / correction1 / (Math.sqrt(b / correction2) + 1e-8) + 0.01 * weight),
          );
          return [update, first, second];
        },
      };
    },
  },
  {
    name: 'fusedSgdUpdate',
    derivatives: 'none',
    draw: (draw) => {
      const shape = draw.shape(2);
      const nesterov = draw.pick(true, false);
      return {
        inputs: [draw.floats(shape), draw.floats(shape)],
        run: (gradient: Tensor, velocity: Tensor) =>
          Object.values(
            fusedSgdUpdate({ gradient, velocity, learningRate: scalar(0.25) }, { momentum: 0.5, nesterov }),
          ),
        reference: (g, v) => {
          const next = zipped([v, g], (old, now) => 0.5 * old + now);
          return [zipped([next, g], (step, now) => -0.25 * (nesterov ? 0.5 * step + now : step)), next];
        },
      };
    },
  },
  ...(['linear', 'relu', 'tanh', 'gelu'] as const).flatMap((activation): OperationSpec[] => [
    {
      name: `fusedDense, ${activation}`,
      without: unbounded,
      draw: (draw) => {
        const [rows, features, units] = [draw.size(1, 4), draw.some(1, 4), draw.some(1, 4)];
        return {
          inputs: [draw.floats([rows, features]), draw.floats([features, units]), draw.floats([units])],
          run: (x: Tensor2D, kernel: Tensor2D, bias: Tensor1D) => fusedDense({ x, kernel, bias }, { activation }),
          reference: (x, kernel, bias) =>
            fill([rows, units], ([n, u]) =>
              activations[activation](bias!.data[u!]! + total(features, (i) => at(x!, [n!, i]) * at(kernel!, [i, u!]))),
            ),
        };
      },
    },
    {
      name: `fusedConv2d, ${activation}`,
      without: unbounded,
      draw: (draw) => {
        const [batch, channels, filters] = [draw.size(1, 2), draw.some(1, 3), draw.some(1, 3)];
        const [height, width] = [draw.some(2, 4), draw.some(2, 4)];
        const stride = draw.pick(1, 2);
        const out = [height, width].map((size) => Math.floor((size - 2) / stride) + 1);
        return {
          inputs: [
            draw.floats([batch, height, width, channels]),
            draw.floats([2, 2, channels, filters]),
            draw.floats([filters]),
          ],
          run: (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D) =>
            fusedConv2d({ x, kernel, bias }, { strides: [stride, stride], activation }),
          reference: (x, kernel, bias) =>
            fill([batch, ...out, filters], ([n, i, j, f]) => {
              const sum = total(2 * 2 * channels, (k) => {
                const [u, v, c] = [Math.floor(k / (2 * channels)), Math.floor(k / channels) % 2, k % channels];
                return at(x!, [n!, i! * stride + u, j! * stride + v, c]) * at(kernel!, [u, v, c, f!]);
              });
              return activations[activation](bias!.data[f!]! + sum);
            }),
        };
      },
    },
  ]),
];
