/** Of the options of a mel spectrogram; undefined where one follows from others. */
export const MEL_DEFAULTS = {
  sampleRate: 16_000,
  fftSize: 400,
  windowLength: undefined,
  hopLength: undefined,
  mels: 128,
  minFrequency: 0,
  maxFrequency: undefined,
  scale: 'htk',
  norm: 'none',
  power: 2,
  padding: 'reflect',
  log: 'decibel',
} as const;
