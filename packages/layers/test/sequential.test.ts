import {
  type AnyRank,
  ArgumentError,
  type Blueprint,
  build,
  inference,
  Module,
  parameters,
  RandomStream,
  randomKeys,
  ShapeError,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, expectError, expectNoLeak, fixture, onEachBackend } from '@neurite/testing';
import {
  add,
  clone,
  concat,
  memory,
  mul,
  ones,
  profile,
  relu as rectify,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor2d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchNorm,
  conv2d,
  Dense,
  dense,
  dropout,
  flatten,
  gelu,
  leakyRelu,
  maxPool2d,
  Relu,
  relu,
  Sequential,
  sequential,
  sigmoid,
  silu,
  softmax,
  tanh,
} from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const { cases } = fixture<{ cases: ParityCase[] }>('layers/network');

testLayer({
  name: 'sequential',
  blueprint: sequential(conv2d(2, 2), tanh(), batchNorm(), flatten(), dropout(0.2), dense(3)),
  input: [3, 3, 1],
  output: [3],
  parameters: {
    'layers.0.kernel': [2, 2, 1, 2],
    'layers.0.bias': [2],
    'layers.2.scale': [2],
    'layers.2.offset': [2],
    'layers.2.runningMean': [2],
    'layers.2.runningVariance': [2],
    'layers.5.kernel': [8, 3],
    'layers.5.bias': [3],
  },
  buffers: ['layers.2.runningMean', 'layers.2.runningVariance'],
  errors: [
    {
      run: () => sequential(),
      type: ArgumentError,
      message: 'sequential: `layers` must have at least one layer; received none.',
    },
    {
      run: (model) => model.forward(ones([2, 3, 3, 2]), inference()),
      type: ShapeError,
      message:
        'conv2d (layer 0 of sequential): `x` must have shape [batch, height, width, 1]; received [2, 3, 3, 2]. ' +
        'The last axis must equal the channels it was built for.',
    },
  ],
});

const nested = sequential(sequential(dense(4), relu()), sequential(dense(3, { useBias: false }), relu()), dense(2));

testLayer({
  name: 'sequential in sequential',
  blueprint: sequential(sequential(dense(2), gelu()), sequential(dense(2, { useBias: false }))),
  input: [3],
  output: [2],
  parameters: { 'layers.0.layers.0.kernel': [3, 2], 'layers.0.layers.0.bias': [2], 'layers.1.layers.0.kernel': [2, 2] },
});

onEachBackend(() => {
  it('is what PyTorch makes of the same layers', () =>
    expectParity(
      sequential(
        conv2d(4, 3),
        relu(),
        maxPool2d(2),
        conv2d(4, 3, { strides: 2, padding: 'same', groups: 2 }),
        gelu(),
        flatten(),
        dense(3),
      ),
      cases[0]!,
      { relative: 1e-5, absolute: 1e-5 },
    ));

  describe('errors name the place', () => {
    const images = conv2d(4, 3) as unknown as AnyRank; // what the compiler would have refused
    it('when it is built, before anything is allocated', async () => {
      const before = memory().numTensors;
      await expectError(
        () => build(sequential(dense(4), relu(), images), { input: [4] }),
        ShapeError,
        'conv2d (layer 2 of sequential): `input` must be [height, width, channels] without the batch axis; received [4].',
      );
      await expectError(
        () => build(sequential(dense(4), sequential(relu(), images)), { input: [4] }),
        ShapeError,
        'conv2d (layer 1 of sequential, layer 1 of sequential): `input` must be [height, width, channels] without the ' +
          'batch axis; received [4].',
      );
      expect(memory().numTensors).toBe(before);
    });
    it('also from a forward pass, which leaves nothing behind', async () => {
      const random = RandomStream.fromSeed(0);
      using model = new Sequential<Tensor2D, Tensor2D>({
        layers: [new Dense({ features: 4, units: 5, random }), new Dense({ features: 4, units: 3, random })],
      });
      await expectNoLeak(() =>
        expectError(
          () => {
            const x: Tensor2D = ones([2, 4]);
            try {
              model.forward(x, inference());
            } finally {
              x.dispose();
            }
          },
          ShapeError,
          'dense (layer 1 of sequential): `x` must have shape [batch, …, 4]; received [2, 5]. ' +
            'The last axis must equal the features it was built for.',
        ),
      );
    });
  });

  it('does what its layers do one after the other', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 5 }), async (seed, batch) => {
        using model = build(nested, { input: [3], seed });
        const x = tensor2d(RandomStream.fromSeed(seed).normals(batch * 3), [batch, 3]);
        let y: Tensor = x;
        for (const layer of (model as Sequential<Tensor2D, Tensor2D>).layers as Module[])
          y = layer.forward(y, inference());
        await expectClose(model.forward(x, inference()), await y.array(), { relative: 0, absolute: 0 });
      }),
      { numRuns: 10 },
    ));

  it('answers about a batch as about its parts, wherever it is cut', () => {
    const network = sequential(conv2d(2, 2), batchNorm(), relu(), maxPool2d(2), flatten(), dense(3));
    return fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.nat(4), fc.nat(4), async (seed, first, second) => {
        using model = build(network, { input: [5, 5, 1], seed });
        const random = RandomStream.fromSeed(seed);
        const batch = (samples: number): Tensor4D => tensor4d(random.normals(samples * 25), [samples, 5, 5, 1]);
        model.forward(batch(4), { training: true, random: randomKeys(random) }).dispose(); // moves the buffers
        const parts = [batch(first), batch(second)];
        const whole = model.forward(concat(parts, 0), inference());
        const answers = parts.map((part) => model.forward(part, inference()));
        await expectClose(whole, concat(answers, 0));
        expect(whole.shape).toEqual([first + second, 3]);
      }),
      { numRuns: 20 },
    );
  });

  it('gives each layer its own weights, whatever stands beside it', async () => {
    using two = build(sequential(dense(3), dense(3)), { input: [3], seed: 5 });
    using three = build(sequential(dense(3), dense(3), relu()), { input: [3], seed: 5 });
    const [a, b] = [parameters(two), parameters(three)];
    expect(await a.get('layers.0.kernel')!.value.data()).not.toEqual(await a.get('layers.1.kernel')!.value.data());
    expect(await b.get('layers.1.kernel')!.value.data()).toEqual(await a.get('layers.1.kernel')!.value.data());
  });

  it('lets go of each activation when the next is there', async () => {
    let most = 0;
    class Count extends Module {
      override forward(x: Tensor): Tensor {
        most = Math.max(most, memory().numTensors);
        return clone(x);
      }
    }
    const counts = Array.from({ length: 20 }, () => new Count());
    const x = tensor([1]);
    const before = memory().numTensors;
    new Sequential({ layers: counts }).forward(x, inference()).dispose();
    expect(most).toBe(before + 1);
  });

  it('runs no kernel that the layers do not need', async () => {
    using model = build(sequential(conv2d(2, 2), relu(), maxPool2d(2), flatten(), dense(2)), { input: [5, 5, 1] });
    const x: Tensor4D = ones([2, 5, 5, 1]);
    const { kernels } = await profile(() => model.forward(x, inference()));
    const names = kernels.map(({ name }) => name);
    // Where a backend has no kernels for these, those that they are composed of show, too.
    const composed = ['Conv2D', 'BatchMatMul', 'Add', 'Relu', 'BiasActivation'];
    expect(names.filter((name) => !composed.includes(name))).toEqual([
      'BiasedConv2DRelu',
      'MaxPool',
      'Reshape',
      'Dense',
    ]);
    if (!names.includes('BatchMatMul')) expect(names).toHaveLength(4);
  });

  const activations = [
    relu(),
    sigmoid(),
    tanh(),
    silu(),
    gelu(),
    gelu({ approximation: 'tanh' }),
    leakyRelu(),
    softmax(),
  ];

  describe.each(activations.map((activation, i) => [`${activation.name} (${i})`, activation] as const))(
    'a layer with %s after it',
    (_, activation) => {
      it.each([
        ['dense', sequential(dense(3), activation), [4]],
        ['dense without a bias', sequential(dense(3, { useBias: false }), activation), [4]],
        ['conv2d', sequential(conv2d(3, 2, { padding: 'same', strides: [1, 2] }), activation), [4, 5, 2]],
        ['conv2d in groups', sequential(conv2d(4, 2, { groups: 2 }), activation), [4, 5, 2]],
        ['conv2d without a bias', sequential(conv2d(3, 2, { useBias: false }), activation), [4, 5, 2]],
      ] as const)('%s gives what they give one after the other', async (_, network, inputShape) => {
        using model = build(network as Blueprint<Tensor, Tensor>, { input: inputShape, seed: 3 });
        const shape = [3, ...inputShape];
        const x = tensor(RandomStream.fromSeed(5).normals(shape.reduce((a, b) => a * b)), shape);
        const layers = (model as Sequential).layers as Module[];
        for (const [path, { value }] of parameters(model)) {
          // The first biases are 0, which would say nothing.
          if (path.endsWith('bias')) parameters(model).get(path)!.assign(add(value, 0.3));
        }
        const apart = (): Tensor => layers.reduce((y, layer) => layer.forward(y, inference()), x);
        const together = (): Tensor => model.forward(x, inference());
        await expectClose(together(), await apart().array(), { relative: 1e-5, absolute: 1e-6 });
        const values = Object.fromEntries([...parameters(model)].map(([path, { value }]) => [path, value]));
        const gradients = (f: () => Tensor): Readonly<Record<string, Tensor>> =>
          valueAndGradients(() => sum(square(f())), values).gradients;
        const expected = gradients(apart);
        for (const [path, gradient] of Object.entries(gradients(together))) {
          await expectClose(gradient, await expected[path]!.array(), { relative: 1e-4, absolute: 1e-5 });
        }
      });
    },
  );

  it('runs a forward pass that somebody put in the place of a layer’s', async () => {
    class Twice extends Dense {
      override forward(x: Tensor2D): Tensor2D {
        return mul(super.forward(x), 2);
      }
    }
    const random = RandomStream.fromSeed(0);
    const x: Tensor2D = ones([1, 2]);
    const seen: string[] = [];
    const watched = (layer: Module, name: string): Module => {
      const forward = layer.forward.bind(layer);
      layer.forward = (input, context) => {
        seen.push(name);
        return forward(input, context);
      };
      return layer;
    };
    const layer = (): Module => new Dense<Tensor>({ features: 2, units: 2, random });
    for (const [first, second, expected] of [
      [watched(layer(), 'dense'), new Relu(), ['dense']],
      [layer(), watched(new Relu(), 'relu'), ['relu']],
    ] as const) {
      new Sequential({ layers: [first, second] }).forward(x, inference());
      expect(seen.splice(0)).toEqual(expected);
    }
    const twice = new Twice({ features: 2, units: 2, random });
    const y = new Sequential<Tensor2D, Tensor2D>({ layers: [twice, new Relu()] });
    await expectClose(y.forward(x, inference()), await rectify(twice.forward(x)).array());
  });

  it('names the layer that refuses its input, with an activation after it as without', () =>
    expectError(
      () =>
        new Sequential<Tensor2D, Tensor2D>({
          layers: [new Relu(), new Dense({ features: 4, units: 3, random: RandomStream.fromSeed(0) }), new Relu()],
        }).forward(ones([2, 5]), inference()),
      ShapeError,
      'dense (layer 1 of sequential): `x` must have shape [batch, …, 4]; received [2, 5]. ' +
        'The last axis must equal the features it was built for.',
    ));
});
