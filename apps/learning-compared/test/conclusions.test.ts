import { describe, expect, it } from 'vitest';
import { conclusionsOf } from '../src/conclusions/conclusions.js';
import type { CellResult, Results } from '../src/run/results.js';
import { cells, NOTHING } from './support/results.js';

const forest = { dataSet: 'digits', model: 'randomForest' } as const;
const network = { dataSet: 'digits', model: 'convolutional', inputs: 'raw' } as const;

/** What follows from cells, by what it is about. */
function sentences(results: Partial<Results>): Record<string, string> {
  return Object.fromEntries(conclusionsOf({ ...NOTHING, ...results }).map(({ about, sentence }) => [about, sentence]));
}

/** Three seeds around an accuracy. */
const around = (mean: number): number[] => [mean - 0.01, mean, mean + 0.01];

describe('hand-made features', () => {
  const about = 'digits: hand-made features';
  const compared = (raw: readonly number[], made: readonly number[]) =>
    sentences({
      cells: [
        ...cells({ ...forest, inputs: 'raw', samples: 50 }, raw),
        ...cells({ ...forest, inputs: 'features', samples: 50 }, made),
      ],
      lines: { features: { digits: 120 }, networks: 30 },
    })[about];

  it('help, harm, or make no difference within the interval', () => {
    expect(compared(around(0.6), [0.69, 0.7, 0.715])).toMatch(
      /^With 50 samples hand-made features raise the best classical model by 10\.2 points \(95 % interval 9\.4 to 10\.9\): 70\.2 % with \(random forest\), 60\.0 % without \(random forest\)\. The features took 120 lines of code, the networks 30\.$/,
    );
    expect(compared(around(0.7), [0.59, 0.6, 0.615])).toMatch(
      /lower the best classical model by 9\.8 points \(95 % interval 9\.1 to 10\.6\)/,
    );
    expect(compared([0.6, 0.7, 0.65], [0.65, 0.65, 0.66])).toMatch(
      /make no difference within the interval: 65\.3 % with .*, 0\.3 points \(95 % interval −12\.2 to 12\.8\)\./,
    );
  });

  it('say nothing of a single seed', () => {
    expect(compared([0.6], [0.9])).toMatch(
      /no difference within the interval: .* 30\.0 points \(one seed: no interval\)/,
    );
  });
});

describe('network or classical model', () => {
  const about = 'digits: network or classical model';
  const duel = (...pairs: readonly (readonly [samples: number, classical: number, own: number])[]) =>
    sentences({
      cells: pairs.flatMap(([samples, classical, own]) => [
        ...cells({ ...forest, inputs: 'features', samples }, around(classical)),
        ...cells({ ...network, samples }, [own - 0.011, own, own + 0.011]),
      ]),
    })[about]!;

  it('the sides change with the number of samples', () => {
    const sentence = duel([50, 0.8, 0.6], [100, 0.85, 0.7], [1000, 0.9, 0.9], [8000, 0.93, 0.98]);
    expect(sentence).toMatch(
      /^With 50 and 100 samples the best classical model is ahead of the best network; with 100: 70\.0 % \(convolutional network\) and 85\.0 % \(random forest on hand-made features\), 15\.0 points/,
    );
    expect(sentence).toContain(
      'With 1,000 samples there is no difference within the intervals between the best network',
    );
    expect(sentence).toMatch(/With 8,000 samples the best network is ahead of the best classical model: 98\.0 %/);
  });

  it('other numbers, the other way round', () => {
    expect(duel([50, 0.6, 0.8], [8000, 0.98, 0.93])).toMatch(
      /^With 50 samples the best network is ahead .* With 8,000 samples the best classical model is ahead of the best network: /,
    );
  });

  it('is not spoken of where there is no network', () => {
    const only = sentences({ cells: cells({ ...forest, inputs: 'raw', samples: 50 }, around(0.5)) });
    expect(Object.keys(only)).toEqual([]);
  });
});

describe('from raw values alone', () => {
  it('compares with classical models without features', () => {
    const given = (own: number) => [
      ...cells({ ...forest, inputs: 'raw', samples: 50 }, around(0.6)),
      ...cells({ ...forest, inputs: 'features', samples: 50 }, around(0.9)),
      ...cells({ ...network, samples: 50 }, [own - 0.011, own, own + 0.011]),
    ];
    const about = 'digits: from raw values alone';
    expect(sentences({ cells: given(0.7) })[about]).toMatch(
      /the best network is ahead: 70\.0 % \(convolutional network\) and 60\.0 %/,
    );
    expect(sentences({ cells: given(0.5) })[about]).toMatch(/the best classical model is ahead: 50\.0 %/);
    expect(sentences({ cells: given(0.6) })[about]).toMatch(/do equally well within the interval/);
  });
});

describe('more data', () => {
  const given = (last: readonly number[]): CellResult[] => [
    ...cells({ ...network, samples: 1000 }, around(0.9)),
    ...cells({ ...network, samples: 8000 }, last),
    ...cells({ ...forest, inputs: 'raw', samples: 1000 }, around(0.9)),
    ...cells({ ...forest, inputs: 'raw', samples: 8000 }, around(0.9)),
  ];
  const about = 'digits: more data';

  it('helps, harms, or cannot be told to', () => {
    expect(sentences({ cells: given([0.96, 0.97, 0.985]) })[about]).toMatch(
      /^8,000 samples instead of 1,000 still help the convolutional network: 7\.2 points.*8,000 samples instead of 1,000 bring the random forest on raw values nothing that can be told from 0: 0\.0 points/,
    );
    expect(sentences({ cells: given([0.8, 0.81, 0.825]) })[about]).toMatch(
      /make the convolutional network worse: 8\.8 points/,
    );
  });

  it('says with how many samples either side is as good', () => {
    expect(sentences({ cells: given([0.96, 0.97, 0.985]) })[about]).toContain(
      '89.0 % (a point below the lower of both at the end) are reached with 1,000 samples by a network (convolutional network) and with 1,000 by a classical model (random forest on raw values), by their means.',
    );
  });
});

describe('time and memory', () => {
  const given = (own: Partial<CellResult>) => [
    ...cells({ ...forest, inputs: 'raw', samples: 50 }, around(0.9), { peakBytes: 3e6 }),
    ...cells({ ...network, samples: 50 }, around(0.9), own),
  ];
  const about = 'digits: time and memory';

  it('says which takes longer, or that intervals overlap', () => {
    expect(sentences({ cells: given({ trainSeconds: 3, predictMicroseconds: 10, peakBytes: 5e7 }) })[about]).toBe(
      'With 50 samples, on one thread, the convolutional network (the best network) and the random forest on raw values (the best classical model) compare so: 3 s and 1 s to learn, the network 3 times as long; 10 µs and 101 µs for a prediction, the classical model 10 times as long; 1,000 and 1,000 numbers in the model (8 kB and 8 kB); 50 MB and 3 MB of memory beside the samples (one run each).',
    );
    expect(sentences({ cells: given({}) })[about]).toMatch(
      /1 s and 1 s to learn, no difference within the intervals; .* \(8 kB and 8 kB\)\.$/,
    );
  });
});

describe('layers', () => {
  const probes = (layer: number) => [
    { source: 'pixels', columns: 784, right: 800, tested: 1000 },
    { source: 'hand-made features', columns: 392, right: 950, tested: 1000 },
    { source: 'conv2d 1', columns: 100, right: 100, tested: 1000 },
    { source: 'relu 3', columns: 64, right: layer, tested: 1000 },
  ];
  const about = 'layers: what a linear model reads from them';

  it('give more than pixels and features, as much, or less', () => {
    expect(sentences({ probes: probes(985) })[about]).toBe(
      'A linear model reads more from the output of relu 3, the best layer, than from pixels: 98.5 % and 80.0 % right. A linear model reads more from the output of relu 3, the best layer, than from hand-made features: 98.5 % and 95.0 % right.',
    );
    expect(sentences({ probes: probes(951) })[about]).toContain(
      'as much from the output of relu 3, the best layer, as from hand-made features, within the intervals',
    );
    expect(sentences({ probes: probes(700) })[about]).toContain(
      'reads less from the output of relu 3, the best layer, than from pixels',
    );
  });

  it('bring samples of a class together, or not', () => {
    const near = (last: number) => [
      { source: 'pixels', same: 900, asked: 1000 },
      { source: 'relu 3', same: last, asked: 1000 },
    ];
    const nearest = (last: number) => sentences({ neighbors: near(last) })['layers: nearest neighbors'];
    expect(nearest(980)).toBe(
      'The nearest training samples are of the class of the test sample in so many cases: 90.0 % by pixels, 98.0 % by relu 3. The last layer brings samples of a class closest together.',
    );
    expect(nearest(800)).toMatch(/The last layer is not the best at it\.$/);
    expect(nearest(905)).toMatch(/Within the intervals, the last layer is not ahead of all others\.$/);
  });
});

describe('hardware', () => {
  const dense = { network: 'dense', device: '', predictMicroseconds: 1 } as const;
  const steps = (cpu: number, one: number, two: number) => [
    { ...dense, engine: 'cpu', threads: 1, stepMilliseconds: cpu } as const,
    { ...dense, engine: 'wasm', threads: 1, stepMilliseconds: one } as const,
    { ...dense, engine: 'wasm', threads: 2, stepMilliseconds: two } as const,
  ];
  const about = 'hardware: dense network';

  it('is fast or slow as measured', () => {
    expect(sentences({ hardware: steps(50, 2, 1) })[about]).toBe(
      'A train step of 64 samples takes 50 ms in plain JavaScript, 2 ms in WebAssembly on one thread and 1 ms in WebAssembly on 2 threads. Plain JavaScript takes 25 times as long as WebAssembly on one thread. Two threads make a step 2 times as fast as one.',
    );
    expect(sentences({ hardware: steps(50, 2, 3) })[about]).toMatch(
      /Two threads make a step slower than one: it takes 1\.5 times as long\.$/,
    );
    expect(sentences({ hardware: steps(50, 2, 2.05) })[about]).toMatch(/Two threads are as fast as one, within 5 %\.$/);
  });

  it('that was not there is named with the reason', () => {
    const none = { network: 'dense', engine: 'gpu', threads: 1, reason: 'there is none' } as const;
    expect(sentences({ hardware: [...steps(50, 2, 1), none] })['hardware: GPU']).toBe(
      'Nothing was measured on a GPU: there is none.',
    );
    const slow = { network: 'convolutional', engine: 'cpu', threads: 1, reason: 'it takes minutes' } as const;
    const wasm = { ...dense, network: 'convolutional', engine: 'wasm', threads: 1, stepMilliseconds: 5 } as const;
    expect(sentences({ hardware: [slow, wasm] })['hardware: convolutional network']).toBe(
      'A train step of 64 samples takes 5 ms in WebAssembly on one thread. Not measured in plain JavaScript: it takes minutes.',
    );
  });

  it('a GPU is compared with the best of WebAssembly', () => {
    const gpu = { ...dense, engine: 'gpu', threads: 1, stepMilliseconds: 0.5 } as const;
    expect(sentences({ hardware: [...steps(50, 2, 1), gpu] })['hardware: GPU']).toBe(
      'On the GPU a step of the dense network takes 500 µs, 2 times as fast as WebAssembly on 2 threads.',
    );
  });
});

it('says why nothing is said of a data set that is not there', () => {
  expect(sentences({ absent: [{ name: 'pets', reason: 'no folder was named' }] }).pets).toBe(
    'Nothing is said of pets: no folder was named.',
  );
});
