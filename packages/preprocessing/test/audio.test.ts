import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { expectClose, expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/audio.json' with { type: 'json' };
import torch from '../../../fixtures/preprocessing/torchaudio.json' with { type: 'json' };
import { type MelOptions, melSpectrogram, mfcc } from '../src/index.js';

describe('spectrograms', () => {
  it.each(fixture.cases)(
    '$name: the numbers of librosa',
    async ({ options, samples, shape, mel, coefficients, mfcc: cepstra }) => {
      const wave = hostArray(Float32Array.from(samples), [samples.length, 1]);
      const spectrogram = melSpectrogram(options as MelOptions)(wave); // as the script names them
      expect(spectrogram.shape).toEqual(shape);
      await expectClose(spectrogram.data, mel, { relative: 1e-5, absolute: 5e-4 });
      const result = mfcc({ ...(options as MelOptions), coefficients })(wave);
      expect(result.shape).toEqual([shape[0], coefficients]);
      await expectClose(result.data, cepstra, { relative: 1e-5, absolute: 5e-3 });
    },
  );

  it.each(torch.cases[0]!.recordings)(
    '$name: the numbers of torchaudio',
    async ({ options, samples, shape, mel, coefficients, mfcc: cepstra }) => {
      const wave = hostArray(Float32Array.from(samples));
      const spectrogram = melSpectrogram(options as MelOptions)(wave); // as the script names them
      expect(spectrogram.shape).toEqual(shape);
      await expectClose(spectrogram.data, mel, { relative: 1e-5, absolute: 5e-4 });
      if (cepstra === null) return;
      const result = mfcc({ ...(options as MelOptions), coefficients })(wave);
      await expectClose(result.data, cepstra, { relative: 1e-5, absolute: 5e-3 });
    },
  );

  it('keep NaN, and take a million samples', () => {
    const samples = new Float32Array(1_000_000);
    expect(melSpectrogram({ mels: 8, hopLength: 4000 })(hostArray(samples)).data[0]).toBe(-100);
    samples[0] = Number.NaN;
    expect(melSpectrogram({ mels: 8, hopLength: 4000, log: 'none' })(hostArray(samples)).data[0]).toBeNaN();
  });

  it('refuse wrong options and samples', async () => {
    const refused: readonly (readonly [() => unknown, typeof ArgumentError | typeof ShapeError, string])[] = [
      [
        () => melSpectrogram({ fftSize: 1 }),
        ArgumentError,
        'melSpectrogram: `fftSize` must be an integer of at least 2; received 1.',
      ],
      [() => melSpectrogram({ power: 3 as 2 }), ArgumentError, 'melSpectrogram: `power` must be 1 or 2; received 3.'],
      [() => mfcc({ mels: 8 }), ArgumentError, 'mfcc: `coefficients` must be an integer from 1 to 8; received 40.'],
      [
        () => melSpectrogram()(hostArray(new Float32Array(8), [4, 2])),
        ShapeError,
        'melSpectrogram: `samples` must have shape [frames] or [frames, 1]; received [4, 2].',
      ],
      [
        () => melSpectrogram()(hostArray(new Float32Array(200))),
        ShapeError,
        'melSpectrogram: `samples` must have at least 201 frames; received 200.',
      ],
    ];
    for (const [call, kind, message] of refused) await expectError(call, kind as typeof ArgumentError, message);
  });
});
