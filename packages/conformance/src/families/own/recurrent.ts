import { fusedGruSequence, fusedLstmSequence } from '@neurite/ops';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { at, fill } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { sigmoid } from '../../special-functions.js';
import { total } from '../products.js';

/** Recurrent sequences in one kernel. */
export const recurrent: readonly OperationSpec[] = [
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
        run: (x: Tensor3D, recurrentKernel: Tensor2D, recurrentBias: Tensor1D, initialState: Tensor2D) =>
          fusedGruSequence({ x, recurrentKernel, recurrentBias, initialState }),
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
];
