import { expectClose, expectError, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  ArgumentError,
  type Blueprint,
  build,
  countParameters,
  DisposedError,
  defineLayer,
  freeze,
  loadState,
  Module,
  Neuron,
  Parameter,
  parameters,
  ShapeError,
  type SummaryOptions,
  setMode,
  spec,
  stateDict,
  summary,
  tensorInput,
  unfreeze,
  walk,
} from '../src/index.js';

class Block extends Module {
  readonly kernel = new Parameter(tf.ones([2, 3]));
  readonly mean = new Parameter(tf.zeros([3]), { buffer: true });
  readonly hyperparameter = 7;
  readonly shape = [2, 3];
  override forward(x: tf.Tensor): tf.Tensor {
    return tf.matMul(x, this.kernel.value);
  }
}

class Net extends Module {
  readonly blocks = [new Block(), new Block()];
  readonly heads = { left: new Neuron({ inputs: 2 }), right: null };
  readonly tied = this.blocks[0]!.kernel;
  readonly again = this.blocks[1]!;
  readonly self = this;
  override forward(x: tf.Tensor): tf.Tensor {
    return tf.clone(x);
  }
}

const paths = [
  'blocks.0.kernel',
  'blocks.0.mean',
  'blocks.1.kernel',
  'blocks.1.mean',
  'heads.left.weights',
  'heads.left.bias',
];

describe('the tree of a module', () => {
  it('may hold 30,000 parameters', () => {
    class Many extends Module {
      readonly all = Array.from({ length: 30_000 }, () => new Parameter(tf.scalar(1)));
      override forward(x: tf.Tensor): tf.Tensor {
        return x;
      }
    }
    using many = new Many();
    const state = stateDict(many);
    expect(Object.keys(state)).toHaveLength(30_000);
    loadState(many, state);
    freeze(many);
    expect(countParameters(many)).toMatchObject({ total: 30_000, frozen: 30_000 });
    expect(summary(many)).toContain('all.29999');
  });

  it('gives each parameter once, under its first path, in the order of the fields', () => {
    using net = new Net();
    expect([...parameters(net).keys()]).toEqual(paths);
    expect([...walk(net)].filter(([, node]) => node instanceof Module).map(([path]) => path)).toEqual([
      '',
      'blocks.0',
      'blocks.1',
      'heads.left',
    ]);
  });

  it('is freed as a whole', () => {
    const before = tf.memory().numTensors;
    new Net().dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has no two parameters at one path', async () => {
    class Ambiguous extends Module {
      readonly a = { 'b.c': new Parameter(tf.scalar(0)), b: { c: new Parameter(tf.scalar(1)) } };
      override forward(x: tf.Tensor): tf.Tensor {
        return tf.clone(x);
      }
    }
    await expectError(
      () => parameters(new Ambiguous()),
      ArgumentError,
      'parameters: `root` must give each parameter a path of its own; received two of `a.b.c`. ' +
        'Use no dots in the keys of records.',
    );
  });
});

describe('state', () => {
  onEachBackend(() => {
    it('goes out and in by path', async () => {
      const from = new Net();
      using to = new Net();
      from.blocks[1]!.kernel.assign(tf.fill([2, 3], 4));
      const before = tf.memory().numTensors;
      loadState(to, stateDict(from));
      expect(tf.memory().numTensors).toBe(before);
      expect(Object.keys(stateDict(to))).toEqual(paths);
      from.dispose();
      await expectClose(to.blocks[1]!.kernel.value, tf.fill([2, 3], 4));
    });

    it('changes nothing where anything is wrong', async () => {
      using net = new Net();
      using other = new Net();
      const good: Record<string, tf.Tensor> = { ...stateDict(other), 'blocks.0.kernel': tf.fill([2, 3], 9) };
      const message = async (
        state: Record<string, tf.Tensor>,
        type: typeof ArgumentError,
        text: string,
      ): Promise<void> => {
        await expectError(() => loadState(net, state), type, text);
        await expectClose(net.blocks[0]!.kernel.value, tf.ones([2, 3]));
      };
      const advice = 'Build the model with the same hyperparameters as the one that was saved.';
      const { 'heads.left.bias': _bias, ...missing } = good;
      await message(
        { ...missing, extra: tf.scalar(0) },
        ArgumentError,
        `loadState: \`state\` must have exactly the paths of the module; received none for \`heads.left.bias\` [] and unknown \`extra\` []. ${advice}`,
      );
      await message(
        {},
        ArgumentError,
        `loadState: \`state\` must have exactly the paths of the module; received none for ` +
          `\`blocks.0.kernel\` [2, 3], \`blocks.0.mean\` [3], \`blocks.1.kernel\` [2, 3], \`blocks.1.mean\` [3], ` +
          `\`heads.left.weights\` [2], \`heads.left.bias\` []. ${advice}`,
      );
      await message(
        { ...good, 'heads.left.bias': tf.zeros([1]) },
        ShapeError,
        `loadState: \`heads.left.bias\` must be float32 of shape []; received float32 of shape [1]. ${advice}`,
      );
      await message(
        { ...good, 'heads.left.bias': tf.zeros([1]), 'blocks.0.mean': tf.zeros([4]) },
        ShapeError,
        'loadState: `state` must have the shapes of the module; received others in `blocks.0.mean`, float32 of shape [4] ' +
          `instead of float32 of shape [3]; \`heads.left.bias\`, float32 of shape [1] instead of float32 of shape []. ${advice}`,
      );
      await message(
        { ...missing, 'blocks.0.mean': tf.zeros([3], 'int32') },
        ArgumentError,
        'loadState: `state` must have exactly the paths of the module; received none for `heads.left.bias` [] and others in ' +
          `\`blocks.0.mean\`, int32 of shape [3] instead of float32 of shape [3]. ${advice}`,
      );
      const gone = tf.scalar(1);
      gone.dispose();
      await message(
        { ...good, 'heads.left.bias': gone },
        DisposedError,
        'loadState: the tensor for `heads.left.bias` had been disposed before.',
      );
    });
  });
});

describe('a state of another module', () => {
  const from = {
    'encoder.blocks.0.kernel': tf.fill([2, 3], 5),
    'encoder.blocks.0.mean': tf.zeros([4]),
    'encoder.head.bias': tf.scalar(7),
    'encoder.other': tf.scalar(8),
    'decoder.kernel': tf.scalar(9),
  };

  it('gives what fits, and tells what does not', async () => {
    using net = new Net();
    const report = loadState(net, from, { partial: true, prefix: 'encoder.', rename: { head: 'heads.left' } });
    expect(report).toEqual({
      loaded: ['blocks.0.kernel', 'heads.left.bias'],
      missing: ['blocks.1.kernel', 'blocks.1.mean', 'heads.left.weights'],
      unknown: ['other'],
      different: ['blocks.0.mean'],
    });
    await expectClose(net.blocks[0]!.kernel.value, tf.fill([2, 3], 5));
    await expectClose(stateDict(net)['heads.left.bias']!, tf.scalar(7));
    const rename = (name: string): string => name.replace('encoder.head', 'heads.left').replace('decoder', 'blocks.1');
    expect(loadState(net, from, { partial: true, rename })).toMatchObject({
      loaded: ['heads.left.bias'],
      different: ['blocks.1.kernel'],
    });
  });

  it('is refused where nothing fits, and where two names become one path', () => {
    using net = new Net();
    expect(() => loadState(net, from, { partial: true, prefix: 'nothing.' })).toThrow(
      /received none for `blocks\.0\.kernel`/,
    );
    const rename = (): string => 'blocks.0.kernel';
    expect(() => loadState(net, from, { rename })).toThrow(
      'loadState: `rename` must give each path one name; received two for `blocks.0.kernel`.',
    );
    expect(() => loadState(net, from, { some: true } as never)).toThrow(
      'loadState: `options` must be among `partial`, `prefix`, `rename`; received `some`.',
    );
  });
});

describe('freezing', () => {
  it('chooses by path, by the start of one, or by expression', () => {
    using net = new Net();
    const trainable = (): string[] => [...parameters(net)].filter(([, p]) => p.trainable).map(([path]) => path);
    expect(freeze(net, 'blocks.0')).toEqual(['blocks.0.kernel']);
    for (const wrong of [null, 0, ['heads']]) {
      expect(() => freeze(net, wrong as never)).toThrow(
        'freeze: `pattern` must be a path, such as layers.0, or a regular',
      );
      expect(() => setMode(net, wrong as never, 'inference')).toThrow('setMode: `pattern` must be a path');
    }
    expect(trainable()).toEqual(['blocks.1.kernel', 'heads.left.weights', 'heads.left.bias']);
    expect(freeze(net, /bias$/)).toEqual(['heads.left.bias']);
    expect(unfreeze(net, 'blocks.0.kernel')).toEqual(['blocks.0.kernel']);
    expect(trainable()).toEqual(['blocks.0.kernel', 'blocks.1.kernel', 'heads.left.weights']);
    freeze(net);
    expect(trainable()).toEqual([]);
    expect(unfreeze(net)).toEqual(paths.filter((path) => !path.endsWith('mean')));
  });

  it('names a pattern that nothing matches', async () => {
    using net = new Net();
    await expectError(
      () => freeze(net, 'block'),
      ArgumentError,
      `freeze: \`pattern\` must match the path of a parameter; received block. The paths are ${paths.join(', ')}.`,
    );
    await expectError(
      () => unfreeze(net, /z/),
      ArgumentError,
      `unfreeze: \`pattern\` must match the path of a parameter; received /z/. The paths are ${paths.join(', ')}.`,
    );
  });
});

describe('summary', () => {
  let net: Net;
  beforeEach(() => {
    net = new Net();
    freeze(net, 'heads');
  });

  it('counts what is trained, frozen and kept', () =>
    expect(countParameters(net)).toEqual({ total: 21, trainable: 12, frozen: 3, buffers: 6, bytes: 84 }));

  it('is a table', () =>
    expect(summary(net).split('\n')).toEqual([
      'path        layer   shape   parameters  trainable     bytes  multiply-adds',
      '─'.repeat(74),
      '(model)     Net',
      'blocks.0    Block',
      '  kernel            [2, 3]           6  yes        24 bytes',
      '  mean              [3]              3  buffer     12 bytes',
      'blocks.1    Block',
      '  kernel            [2, 3]           6  yes        24 bytes',
      '  mean              [3]              3  buffer     12 bytes',
      'heads.left  Neuron',
      '  weights           [2]              2  frozen      8 bytes',
      '  bias              []               1  frozen      4 bytes',
      '21 parameters · 12 trainable · 3 frozen · 6 in buffers · 84 bytes',
    ]));

  it('fits 100 columns, whatever it shows', () => {
    class ModuleWithAVeryLongNameThatGoesOnAndOn extends Module {
      readonly record = {
        ['anotherVeryLongNameInAPath'.repeat(5)]: new Parameter(tf.zeros([1000, 2, 1, 1, 1, 1, 1, 1, 1, 1])),
      };
      override forward(x: tf.Tensor): tf.Tensor {
        return tf.clone(x);
      }
    }
    const lines = summary(new ModuleWithAVeryLongNameThatGoesOnAndOn()).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.at(-1)).toBe('2,000 parameters · 2,000 trainable · 0 frozen · 0 in buffers · 8.0 kB');
    expect(lines[3]).toContain('…');
  });

  it('indents names where whole paths are too long, and leaves columns out where these are too long', () => {
    const chain = (count: number): Blueprint =>
      defineLayer('wrapper', [], {
        outputSpec: (input) => input,
        describe: (input) => ({
          parameters: { weights: spec([100, 100, 10]) },
          children: count === 0 ? {} : { [`inside.${count}`]: [chain(count - 1), input] },
          multiplyAdds: 123_456_789,
        }),
        build: () => new Net(),
      });
    const lines = (depth: number, width?: number): string[] =>
      summary(chain(depth), { input: [3], ...(width !== undefined && { width }) }).split('\n');
    expect(lines(1)[4]).toMatch(/^inside\.1 +wrapper +\[3\] +123,456,789$/);
    expect(lines(8).slice(0, 6)).toEqual([
      'path             layer    shape           parameters  trainable     bytes  multiply-adds',
      '─'.repeat(88),
      '(model)          wrapper  [3]                                                123,456,789',
      ' weights                  [100, 100, 10]     100,000  yes        400.0 kB',
      'inside.8         wrapper  [3]                                                123,456,789',
      ' weights                  [100, 100, 10]     100,000  yes        400.0 kB',
    ]);
    expect(lines(8).at(-4)).toMatch(/^ {7}inside\.1 /);
    expect(lines(8, 80)[0]).toBe('path             layer    shape           parameters  trainable  multiply-adds');
    expect(lines(8, 70)[0]).toBe('path             layer    shape           parameters  multiply-adds');
    for (const width of [100, 80, 70]) {
      expect(Math.max(...lines(40, width).map(({ length }) => length))).toBeLessThanOrEqual(width);
    }
    expect(() => lines(1, 69)).toThrow('summary: `width` must be an integer of at least 70; received 69.');
    expect(() => summary(net, { input: [3] } as never)).toThrow(ArgumentError);
    expect(summary(net, { width: 70 }).split('\n')[0]).toBe(
      'path        layer   shape   parameters  trainable  multiply-adds',
    );
  });

  it('shortens names of layers and shapes only where there is no room', () => {
    const name = 'aLayerWithANameOfThirtyLetters';
    const blueprint: Blueprint = defineLayer(name, [], { outputSpec: (input) => input, build: () => new Net() });
    const lines = (width: number): string =>
      summary(blueprint, { input: { first: [1000, 1000], second: [1000, 1000] }, width });
    expect(lines(140)).toContain(`${name}  { first: [1000, 1000], second: [1000, 1000] }`);
    expect(lines(90)).not.toContain(name);
    expect(lines(90)).toContain('…');
    for (const width of [140, 90, 70]) {
      expect(
        Math.max(
          ...lines(width)
            .split('\n')
            .map(({ length }) => length),
        ),
      ).toBeLessThanOrEqual(width);
    }
  });

  it('tells names and output shapes of layers, the same of a blueprint before there is a weight', async () => {
    const inner: Blueprint = defineLayer('widen', [], {
      outputSpec: (input) => spec([(tensorInput('widen', input).shape[0] ?? 0) + 1]),
      describe: () => ({ parameters: { kernel: spec([2, 3]), mean: spec([3]) }, buffers: ['mean'], multiplyAdds: 6 }),
      build: () => new Block(),
    });
    const outer: Blueprint = defineLayer('twice', [], {
      outputSpec: (input) => inner.outputSpec(inner.outputSpec(input)),
      describe: (input) => ({
        children: { 'blocks.0': [inner, input], 'blocks.1': [inner, inner.outputSpec(input)] },
      }),
      build: (input, context) => {
        class Twice extends Module {
          readonly blocks = [inner.build(input, context), inner.build(inner.outputSpec(input), context)];
          override forward(x: tf.Tensor): tf.Tensor {
            return tf.clone(x);
          }
        }
        return new Twice();
      },
    });
    const before = tf.memory().numTensors;
    const planned = summary(outer, { input: [2] });
    expect(tf.memory().numTensors).toBe(before);
    using model = build(outer, { input: [2] });
    expect(summary(model).split('\n')).toEqual([
      'path      layer  shape   parameters  trainable     bytes  multiply-adds',
      '─'.repeat(71),
      '(model)   twice  [4]',
      'blocks.0  widen  [3]                                                  6',
      '  kernel         [2, 3]           6  yes        24 bytes',
      '  mean           [3]              3  buffer     12 bytes',
      'blocks.1  widen  [4]                                                  6',
      '  kernel         [2, 3]           6  yes        24 bytes',
      '  mean           [3]              3  buffer     12 bytes',
      '18 parameters · 12 trainable · 0 frozen · 6 in buffers · 72 bytes · 12 multiply-adds',
    ]);
    expect(planned).toBe(summary(model));
    await expectError(
      () => summary(outer, undefined as unknown as SummaryOptions),
      ArgumentError,
      'summary: `options` must have the input of the blueprint; received none. ' +
        'Write summary(network, { input: [28, 28, 1] }).',
    );
  });
});
