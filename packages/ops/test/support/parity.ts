import { valueAndGradients } from '@neurite/core';
import { expectClose, expectNoLeak, expectNoReads, fixture } from '@neurite/testing';
import { addN, mul, type Scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { it } from 'vitest';

type Numbers = number | readonly Numbers[];
type Named<T> = Readonly<Record<string, T>>;

/** What PyTorch answered for one call of an operation, and the gradients of Σ outputs · cotangents. */
type ParityCase<Options> = {
  readonly operation: string;
  readonly options: Options;
  readonly inputs: Named<Numbers>;
  readonly outputs: Named<Numbers>;
  readonly cotangents: Named<Numbers>;
  readonly gradients: Named<Numbers>;
};

/** Checks the cases of one operation in a file of fixtures, forward and backward; nothing is read or left behind. */
export function parityWithPyTorch<Options>(
  file: string,
  operation: string,
  run: (inputs: Named<Tensor>, options: Options) => Named<Tensor>,
): void {
  const { cases } = fixture<{ cases: ParityCase<Options>[] }>(file);
  const own = cases.filter((one) => one.operation === operation);
  it.each(own.map((one, i) => [i, one] as const))('equals PyTorch, case %s', async (_, one) => {
    const inputs = toTensors(one.inputs);
    const cotangents = toTensors(one.cotangents);
    const outputs = expectNoReads(() => run(inputs, one.options));
    for (const [name, expected] of Object.entries(one.outputs)) {
      await expectClose(outputs[name]!, expected as number[], { absolute: 3e-6 });
    }
    const weighted = (): Scalar =>
      tidy(() => {
        const ys = run(inputs, one.options);
        return addN(Object.keys(cotangents).map((name) => sum(mul(ys[name]!, cotangents[name]!))));
      });
    const { gradients } = expectNoReads(() => valueAndGradients(weighted, inputs));
    for (const [name, expected] of Object.entries(one.gradients)) {
      await expectClose(gradients[name]!, expected as number[], { absolute: 2e-5, relative: 2e-5 });
    }
    await expectNoLeak(() => run(inputs, one.options));
    await expectNoLeak(() => valueAndGradients(weighted, inputs));
  });
}

function toTensors(named: Named<Numbers>): Named<Tensor> {
  return Object.fromEntries(Object.entries(named).map(([name, values]) => [name, tensor(values as number[])])); // or deeper
}
