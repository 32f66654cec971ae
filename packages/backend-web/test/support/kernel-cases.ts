import { keyTensor, RandomStream, type Shape, sizeOf, valueAndGradients } from '@neurite/core';
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
import {
  cast,
  dispose,
  greater,
  mul,
  add as plus,
  reverse,
  type Scalar,
  scalar,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';

/** Results by the name of their case. */
export type Results = Record<string, number[]>;

const shapes: readonly Shape[] = [[], [7], [3, 5], [2, 3, 5], [2, 1, 3, 2, 3]];

/** Runs every fused operation on the running engine, on shapes with odd and even axes. */
export async function compute(): Promise<Results> {
  const results: Results = {};
  const add = async (name: string, f: () => Tensor[]): Promise<void> => {
    const tensors = tidy(f);
    const values = await Promise.all(tensors.map((one) => one.data()));
    results[name] = values.flatMap((one) => [...one]);
    dispose(tensors);
  };
  const random = RandomStream.fromSeed(5);
  const draw = (shape: Shape, low = -1, high = 1): Tensor =>
    tensor(random.uniforms(sizeOf(shape), low, high), [...shape]);

  for (const shape of shapes) {
    const name = `[${shape}]`;
    for (const weightDecay of shape.length === 2 ? [0, 0.1] : [0]) {
      await add(`AdamUpdate ${name}, weight decay ${weightDecay}`, () => {
        const { update, firstMoment, secondMoment } = fusedAdamUpdate(
          {
            gradient: draw(shape),
            firstMoment: draw(shape),
            secondMoment: draw(shape, 0, 1),
            parameter: draw(shape),
            learningRate: scalar(0.1),
            correction1: scalar(0.19),
            correction2: scalar(0.002),
          },
          { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay },
        );
        return [update, firstMoment, secondMoment];
      });
    }
    for (const nesterov of shape.length === 2 ? [true] : [false]) {
      await add(`SgdUpdate ${name}, ${nesterov}`, () => {
        const inputs = { gradient: draw(shape), velocity: draw(shape), learningRate: scalar(0.3) };
        return Object.values(fusedSgdUpdate(inputs, { momentum: 0.9, nesterov }));
      });
    }
    await add(`ReluGrad ${name}`, () => [reluGrad(draw(shape), draw(shape))]);
    await add(`Dropout ${name}`, () => {
      const [x, key] = [draw(shape), keyTensor([0x12345678, 2 ** 32 - 1])];
      const computed = reverse(reverse(key));
      return [
        fusedDropout(x, { rate: 0.4, key }),
        fusedDropout(x, { rate: 0.4, key: computed, offset: 2 ** 31 + 5 }),
        fusedDropout(x, { rate: 0.4, key, offset: 3 }),
      ];
    });
  }
  await add('ReluGrad of NaN and infinity', () => [
    reluGrad(tensor([1, 2, 3, 4, 5]), tensor([Number.NaN, 0, Number.POSITIVE_INFINITY, -1, Number.NEGATIVE_INFINITY])),
  ]);
  for (const [rows, columns] of [
    [1, 2],
    [5, 3],
    [4, 10],
    [33, 129],
  ] as const) {
    for (const size of [1, 1000]) {
      await add(`SoftmaxCrossEntropy [${rows}, ${columns}] up to ${size}`, () => {
        const logits = draw([rows, columns], -size, size) as Tensor2D;
        const labels = draw([rows, columns], 0, 1) as Tensor2D;
        const weights = draw([rows]);
        const losses = fusedSoftmaxCrossEntropy(logits, labels);
        const { gradients } = valueAndGradients(() => sum(mul(fusedSoftmaxCrossEntropy(logits, labels), weights)), {
          logits,
          labels,
        });
        return [losses, gradients.logits, gradients.labels];
      });
      await add(`SoftmaxCrossEntropy of classes [${rows}, ${columns}] up to ${size}`, () => {
        const logits = draw([rows, columns], -size, size) as Tensor2D;
        const classes = tensor1d(
          Array.from({ length: rows }, (_, i) => ((3 * i + 1) % (columns + 2)) - 1),
          'int32',
        );
        const weights = draw([rows]);
        const losses = (): Tensor => fusedSoftmaxCrossEntropy(logits, classes);
        const { gradients } = valueAndGradients(() => sum(mul(losses(), weights)), { logits });
        return [losses(), gradients.logits];
      });
    }
  }
  await add('SoftmaxCrossEntropy of masked classes', () => {
    const logits = tensor2d([
      [Number.NEGATIVE_INFINITY, 1, 2],
      [3e38, -3e38, 0],
    ]);
    const losses = (): Tensor => fusedSoftmaxCrossEntropy(logits, tensor1d([1, 0], 'int32'));
    const { gradients } = valueAndGradients(() => sum(losses()), { logits });
    return [losses(), gradients.logits];
  });
  for (const shape of [[5, 3], [2, 3, 5], [2, 2, 3, 4], [7]]) {
    await add(`LayerNorm [${shape}]`, () => {
      const [x, weights] = [draw(shape, -3, 5), draw(shape)];
      const [scale, offset] = [draw(shape.slice(-1)), draw(shape.slice(-1))];
      const y = fusedLayerNorm({ x, scale, offset }, { epsilon: 1e-3 });
      const { gradients } = valueAndGradients(
        () => sum(mul(fusedLayerNorm({ x, scale, offset }, { epsilon: 1e-3 }), weights)),
        { x, scale, offset },
      );
      return [y, ...Object.values(gradients)];
    });
  }
  for (const shape of [[1], [5, 3], [2, 3, 4]]) {
    for (const activation of ['linear', 'relu', 'sigmoid', 'tanh'] as const) {
      await add(`BiasActivation [${shape}] ${activation}`, () => {
        const [x, weights, bias] = [draw(shape, -3, 3), draw(shape), draw(shape.slice(-1))];
        const y = fusedBiasActivation({ x, bias }, { activation });
        const { gradients } = valueAndGradients(
          () => sum(mul(fusedBiasActivation({ x, bias }, { activation }), weights)),
          { x, bias },
        );
        return [y, ...Object.values(gradients)];
      });
    }
  }
  for (const activation of ['linear', 'relu', 'tanh', 'gelu'] as const) {
    await add(`Dense and BiasedConv2D ${activation}`, () => {
      const [rows, kernel, images, filter] = [draw([3, 4]), draw([4, 5]), draw([2, 5, 4, 3]), draw([3, 2, 3, 5])];
      const bias = draw([5]) as Tensor1D;
      const given = { rows, kernel, images, filter, bias };
      const all = (): [Tensor, Tensor] => [
        fusedDense({ x: rows as Tensor2D, kernel: kernel as Tensor2D, bias }, { activation }),
        fusedConv2d({ x: images as Tensor4D, kernel: filter as Tensor4D, bias }, { padding: 'same', activation }),
      ];
      const { gradients } = valueAndGradients(() => {
        const [y, z] = all();
        return plus(sum(square(y)), sum(square(z))) as Scalar;
      }, given);
      return [...all(), ...Object.values(gradients)];
    });
  }
  for (const shape of [
    [5, 3],
    [2, 3, 4],
    // Over this many rows sums take two programs.
    [2, 25, 25, 4],
  ]) {
    const channels = shape.at(-1)!;
    for (const activation of ['gelu', 'geluTanh', 'silu'] as const) {
      await add(`BiasGatedActivation [${shape}] ${activation}`, () => {
        const [x, weights, bias] = [draw(shape, -3, 3), draw(shape), draw([channels])];
        const f = (): Tensor => fusedBiasActivation({ x, bias }, { activation });
        const { gradients } = valueAndGradients(() => sum(mul(f(), weights)), { x, bias });
        return [f(), ...Object.values(gradients)];
      });
    }
    await add(`RmsNorm [${shape}]`, () => {
      const [x, weights, scale] = [draw(shape, -3, 5), draw(shape), draw([channels])];
      const f = (): Tensor => fusedRmsNorm({ x, scale }, { epsilon: 1e-3 });
      const { gradients } = valueAndGradients(() => sum(mul(f(), weights)), { x, scale });
      return [f(), ...Object.values(gradients)];
    });
    await add(`BatchNormTraining [${shape}]`, () => {
      const [x, weights, scale, offset] = [draw(shape, -3, 5), draw(shape), draw([channels]), draw([channels])];
      const [meanWeights, varianceWeights] = [draw([channels]), draw([channels])];
      const f = (): Tensor[] => Object.values(fusedBatchNormTraining({ x, scale, offset }, { epsilon: 1e-3 }));
      const loss = (): Scalar => {
        const [y, average, variance] = f();
        return plus(
          sum(mul(y!, weights)),
          plus(sum(mul(average!, meanWeights)), sum(mul(variance!, varianceWeights))),
        ) as Scalar;
      };
      return [...f(), ...Object.values(valueAndGradients(loss, { x, scale, offset }).gradients)];
    });
    const groups = channels === 4 ? 2 : 1;
    await add(`GroupNorm [${shape}], ${groups}`, () => {
      const [x, weights, scale, offset] = [draw(shape, -3, 5), draw(shape), draw([channels]), draw([channels])];
      const f = (): Tensor => fusedGroupNorm({ x, scale, offset }, { groups, epsilon: 1e-3 });
      const { gradients } = valueAndGradients(() => sum(mul(f(), weights)), { x, scale, offset });
      return [f(), ...Object.values(gradients)];
    });
  }
  for (const [causal, masked] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    await add(`Attention${causal ? ', causal' : ''}${masked ? ', masked' : ''}`, () => {
      const [query, key] = [draw([2, 3, 5, 4]), draw([2, 3, 5, 4])];
      const [value, weights] = [draw([2, 3, 5, 2]), draw([2, 3, 5, 2])];
      // The second sample has no unmasked key.
      const masks = Array.from({ length: 10 }, (_, i) => (i === 1 || i > 4 ? Number.NEGATIVE_INFINITY : i / 4));
      const mask = masked ? tensor(masks, [2, 1, 1, 5]) : undefined;
      const f = (): Tensor =>
        fusedAttention({ query, key, value, ...(mask === undefined ? {} : { mask }) }, { causal, scale: 0.7 });
      const { gradients } = valueAndGradients(() => sum(mul(f(), weights)), { query, key, value });
      return [f(), ...Object.values(gradients)];
    });
  }
  await add('Attention of NaN', () => {
    const query = tensor([1, 2, Number.NaN, 1], [1, 1, 2, 2]);
    const [key, value] = [draw([1, 1, 3, 2]), draw([1, 1, 3, 2])];
    const mask = tensor([0, 0, Number.NEGATIVE_INFINITY], [1, 1, 1, 3]);
    const f = (): Tensor => fusedAttention({ query, key, value, mask });
    return [
      f(),
      fusedAttention({ query, key, value }),
      ...Object.values(valueAndGradients(() => sum(f()) as Scalar, { query, value }).gradients),
    ];
  });
  for (const activation of ['linear', 'relu', 'sigmoid', 'tanh', 'gelu', 'geluTanh', 'silu'] as const) {
    await add(`BiasActivation of NaN, ${activation}`, () => [
      fusedBiasActivation({ x: tensor([Number.NaN, 1], [1, 2]), bias: tensor([0, Number.NaN]) }, { activation }),
    ]);
  }
  await add('Cast to float32, then transposed', () => {
    const x = draw([40, 30]);
    // Data on the device, and data that is still on the host.
    const [integers, booleans, onHost] = [
      cast(mul(x, 9), 'int32'),
      greater(x, 0),
      tensor([1, 0, 1, 1], [2, 2], 'bool'),
    ];
    return [integers, booleans, onHost].map((one) => sum(cast(one, 'float32'), 0));
  });
  for (const [batch, time, units] of [
    [1, 1, 1],
    [3, 3, 2],
  ] as const) {
    const name = `[${[batch, time, units]}]`;
    await add(`LstmSequence ${name}`, () => {
      const inputs = {
        x: draw([batch, time, 4 * units]),
        recurrentKernel: draw([units, 4 * units]),
        initialState: draw([batch, units]),
        initialCell: draw([batch, units]),
      };
      const [weights, cellWeights] = [draw([batch, time, units]), draw([batch, units])];
      const loss = (): Scalar => {
        const { outputs, finalCell } = fusedLstmSequence(inputs);
        return plus(sum(mul(outputs, weights)), sum(mul(finalCell, cellWeights)));
      };
      return [...Object.values(fusedLstmSequence(inputs)), ...Object.values(valueAndGradients(loss, inputs).gradients)];
    });
    await add(`GruSequence ${name}`, () => {
      const inputs = {
        x: draw([batch, time, 3 * units]),
        recurrentKernel: draw([units, 3 * units]),
        recurrentBias: draw([3 * units]),
        initialState: draw([batch, units]),
      };
      const weights = draw([batch, time, units]);
      const loss = (): Scalar => sum(mul(fusedGruSequence(inputs), weights));
      return [fusedGruSequence(inputs), ...Object.values(valueAndGradients(loss, inputs).gradients)];
    });
  }
  return results;
}

/** The cases that differ by more than rounding: name, index, both numbers. */
export function compare(actual: Results, expected: Results): string[] {
  return Object.entries(expected).flatMap(([name, numbers]) => {
    const found = actual[name] ?? [];
    if (found.length !== numbers.length) return [`${name}: ${found.length} numbers for ${numbers.length}`];
    const at = numbers.findIndex((value, i) => !isClose(found[i]!, value));
    return at < 0 ? [] : [`${name} at ${at}: ${found[at]} for ${numbers[at]}`];
  });
}

function isClose(actual: number, expected: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= 1e-5 + 1e-4 * Math.abs(expected);
}
