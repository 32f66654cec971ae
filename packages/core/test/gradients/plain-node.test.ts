import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
// Not `dist`: that is another task's output, and may be read at the same time.
const built = join(packageFolder, 'node_modules/.cache/plain-node');

/** The built package as Node itself loads it: no bundler, no test runner, no source condition. */
const program = `
  import '@tensorflow/tfjs-backend-cpu';
  import { valueAndGradients } from ${JSON.stringify(pathToFileURL(join(built, 'index.js')).href)};
  import { conv2d, cumsum, log, maxPool, mul, neg, relu, reshape, setBackend, slice, softmax, sum, tensor, tensor4d } from '@tensorflow/tfjs-core';
  await setBackend('cpu');
  const image = tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const kernel = tensor4d([1, -1], [1, 2, 1, 1]);
  const { value, gradients } = valueAndGradients(() => {
    const pooled = maxPool(relu(mul(conv2d(image, kernel, 1, 'valid'), -1)), [2, 1], 1, 'valid');
    return neg(log(reshape(slice(softmax(reshape(sum(pooled, 1), [2])), 1, 1), [])));
  }, { kernel });
  const x = tensor([1, 2, 3, 4], [2, 2]);
  const scan = valueAndGradients(() => sum(mul(cumsum(x, 0), [[1, 2], [3, 1]])), { x });
  console.log(JSON.stringify({ value: await value.array(), kernel: await gradients.kernel.array(), scan: await scan.gradients.x.array() }));
`;

it('differentiates in plain Node from the built package', () => {
  const compiler = join(packageFolder, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', built], { cwd: packageFolder });
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: packageFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { value, kernel, scan } = JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, unknown>;
  expect(value).toBeCloseTo(Math.log(2), 5);
  expect(kernel).toEqual([[[[expect.closeTo(1, 5)]], [[expect.closeTo(1, 5)]]]]);
  expect(scan).toEqual([
    [4, 3],
    [3, 1],
  ]);
});
