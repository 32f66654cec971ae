import {
  ArgumentError,
  build,
  inference,
  ShapeError,
  spec,
  trainables,
  unfreeze,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { concat, ones, slice, sum, type Tensor2D, type Tensor3D, tensor, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { melSpectrogram, stftSpectrogram } from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('spectral', { relative: 1e-4, absolute: 1e-4 });

testLayer({
  name: 'stftSpectrogram',
  blueprint: stftSpectrogram({ mode: 'psd', frameLength: 4, frameStep: 1, trainable: true }),
  input: [5, 2],
  output: [2, 6],
  parameters: { kernel: [4, 1, 6] },
  errors: [
    {
      run: () => stftSpectrogram({ frameStep: 257 }),
      type: ArgumentError,
      message: 'stftSpectrogram: `frameStep` must be an integer from 1 to 256; received 257.',
    },
    {
      run: () => stftSpectrogram({ mode: 'phase' as 'angle' }),
      type: ArgumentError,
      message:
        "stftSpectrogram: `mode` must be 'log', 'magnitude', 'psd', 'real', 'imaginary', 'complex' or 'angle'; received 'phase'.",
    },
    {
      run: () => stftSpectrogram({ frameLength: 4, window: [1, 2] }),
      type: ArgumentError,
      message:
        "stftSpectrogram: `window` must be 'hann', 'hamming', 'blackman', 'none', or 4 finite numbers; received 2 values.",
    },
    {
      run: () => stftSpectrogram({ frameLength: 4 }).outputSpec(spec([3, 1])),
      type: ShapeError,
      message:
        "stftSpectrogram: `input` must be at least 4 in time, as its window is; received [3, 1]. Use a smaller window, or padding: 'same'.",
    },
  ],
});
testLayer({
  name: 'melSpectrogram',
  blueprint: melSpectrogram({ sampleRate: 800, fftSize: 4, mels: 2, log: 'none' }),
  input: [6],
  output: [4, 2],
  errors: [
    {
      run: () => melSpectrogram({ windowLength: 401 }),
      type: ArgumentError,
      message: 'melSpectrogram: `windowLength` must be an integer from 2 to 400; received 401.',
    },
    {
      run: () => melSpectrogram().outputSpec(spec([200])),
      type: ShapeError,
      message: 'melSpectrogram: `input` must have at least 201 samples; received [200].',
    },
    {
      run: (model) => model.forward(ones([1, 2]), inference()),
      type: ShapeError,
      message: 'melSpectrogram: `x` must have at least 3 samples; received [1, 2].',
    },
  ],
});

it('a spectrogram is described before any weight exists', () => {
  const { parameters, multiplyAdds } = stftSpectrogram({ frameLength: 64, frameStep: 16 }).describe!(spec([256, 1]));
  expect(parameters?.kernel?.shape).toEqual([64, 1, 66]);
  expect(multiplyAdds).toBe(13 * 64 * 66);
});

onEachBackend(() => {
  it('the kernel of a spectrogram trains only where it is asked to', () => {
    using fixed = build(stftSpectrogram({ frameLength: 4 }), { input: [null, 1] });
    expect(Object.keys(trainables(fixed))).toEqual([]);
    unfreeze(fixed, 'kernel');
    expect(Object.keys(trainables(fixed))).toEqual(['kernel']);
  });

  it('silence has a finite spectrogram and gradient', async () => {
    using magnitude = build(stftSpectrogram({ mode: 'magnitude', frameLength: 4 }), { input: [null, 1] });
    using mel = build(melSpectrogram({ sampleRate: 800, fftSize: 4, mels: 2, power: 1 }), { input: [null] });
    const x = zeros<Tensor2D['rankType']>([1, 8]);
    const { gradients } = valueAndGradients(() => sum(mel.forward(x, inference())), { x });
    await expectClose(gradients.x!, [[0, 0, 0, 0, 0, 0, 0, 0]], { absolute: 0 });
    const samples = zeros<Tensor3D['rankType']>([1, 4, 1]);
    const of = valueAndGradients(() => sum(magnitude.forward(samples, inference())), { x: samples });
    await expectClose(of.gradients.x!, [[[0], [0], [0], [0]]], { absolute: 0 });
  });

  it('80 decibels are measured from the largest of each sample', async () => {
    using mel = build(melSpectrogram({ sampleRate: 800, fftSize: 8, mels: 2 }), { input: [16] });
    const tone = tensor(
      Array.from({ length: 16 }, (_, i) => Math.sin(i)),
      [1, 16],
    ) as Tensor2D;
    const silence = zeros<Tensor2D['rankType']>([1, 16]);
    const both = mel.forward(concat([tone, silence]), inference());
    const alone = mel.forward(silence, inference());
    await expectClose(slice(both, [1, 0, 0], [1, ...alone.shape.slice(1)]), await alone.array());
  });
});
