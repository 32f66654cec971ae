import { keyTensor } from '@neurite/core';
import { reluGrad } from '@neurite/core/operation';
import { fusedDropout } from '@neurite/ops';
import { reverse, type Tensor } from '@tensorflow/tfjs-core';
import { constant } from '../../draw.js';
import { zipped } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { dropoutDraw } from '../../threefry.js';

const KEY = [0x13198a2e, 0x03707344] as const;
const RATE = 0.4;

/** A dropped element is 0, whatever it was. */
function dropout(name: string, { offset, computed = false }: { offset: number; computed?: boolean }): OperationSpec {
  return {
    name,
    elementwise: true,
    calls: 5,
    draw: (draw) => ({
      inputs: [draw.floats(draw.shapeOf(1, 4))],
      run: (x: Tensor) => {
        const key = keyTensor(KEY);
        return fusedDropout(x, { rate: RATE, key: computed ? reverse(reverse(key)) : key, offset });
      },
      reference: (x) => ({
        ...x,
        data: x.data.map((value, i) => (dropoutDraw(KEY, i + offset) < RATE ? 0 : value / (1 - RATE))),
      }),
    }),
  };
}

/** Operations on each element alone. */
export const elementwise: readonly OperationSpec[] = [
  dropout('fusedDropout', { offset: 0 }),
  dropout('fusedDropout, offset', { offset: 3 }),
  dropout('fusedDropout, key computed, offset of more than 31 bits', { offset: 2 ** 31 + 5, computed: true }),
  {
    name: 'reluGrad',
    elementwise: true,
    calls: 5,
    draw: (draw) => {
      const shape = draw.shapeOf(0, 5);
      return {
        inputs: [draw.floats(shape), constant(draw.floats(shape))],
        run: (dy: Tensor, y: Tensor) => reluGrad(dy, y),
        reference: (dy, y) => zipped([dy, y], (d, value) => (Number.isNaN(value) ? value : value > 0 ? d : 0)),
      };
    },
  },
];
