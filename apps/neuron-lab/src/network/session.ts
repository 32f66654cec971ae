import {
  ArgumentError,
  build,
  type DatasetIterator,
  type Example,
  FormatError,
  loadState,
  type Module,
  parameters,
  RandomStream,
  stateDict,
} from '@neurite/core';
import { safetensorsToTensors, tensorsToSafetensors } from '@neurite/formats';
import {
  createTrainStep,
  disposeState,
  initialState,
  storeState,
  type TrainState,
  type TrainStep,
} from '@neurite/training';
import { dispose, type Tensor, type Tensor2D, tensor } from '@tensorflow/tfjs-core';
import { optimizerOf } from './choices.js';
import { grids, look, type Measured, measured, score } from './measure.js';
import { canRetune, decodeConfig, encodeConfig, type NetworkConfig } from './network-config.js';
import { makeSamples, type Samples } from './samples.js';
import type { Snapshot } from './snapshot.js';
import { networkOf, penalisedLoss, type Task, taskOf } from './task.js';
import { batchesOf } from './training-data.js';

/** A place of a weight: the layer from 0, the unit, and the input; input −1 is the bias. */
export type WeightPlace = { readonly layer: number; readonly unit: number; readonly input: number };

/**
 * A network that trains, a few steps at a time. The steps are those that `fit` would take with the same seed.
 *
 * It owns tensors: dispose it. The engine must run. Calls must not overlap.
 */
export class TrainingSession {
  #config: NetworkConfig;
  readonly #samples: Samples;
  readonly #task: Task;
  readonly #model: Module<Tensor2D, Tensor2D>;
  readonly #train: Measured | undefined;
  readonly #test: Measured | undefined;
  readonly #grids: ReturnType<typeof grids>;
  #step: TrainStep<Tensor2D, Tensor>;
  #state: TrainState;
  #epoch = 0;
  #batches: DatasetIterator<Example> | undefined;
  #replayable = true;

  constructor(config: NetworkConfig) {
    this.#config = config;
    this.#samples = makeSamples(config);
    this.#task = taskOf(config);
    this.#model = build(networkOf(config), { inputShape: [config.features.length], seed: config.seed });
    this.#train = measured(this.#samples.train, config, this.#task.kind);
    this.#test = measured(this.#samples.test, config, this.#task.kind);
    this.#grids = grids(config);
    this.#step = this.#makeStep();
    this.#state = initialState(this.#model, optimizerOf(config));
  }

  get steps(): number {
    return this.#state.step;
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.#samples.train.length / this.#config.batch);
  }

  /** Takes so many steps. */
  async train(count: number): Promise<void> {
    if (this.#samples.train.length === 0) return;
    const random = RandomStream.fromSeed(this.#config.seed).child('fit');
    for (let i = 0; i < count; i++) {
      const batch = await this.#nextBatch();
      const [x, y] = [tensorOf(batch.x), tensorOf(batch.y)];
      const { state, loss } = this.#step(
        this.#state,
        { x: x as Tensor2D, y },
        random.child(`step ${this.#state.step}`),
      ); // [batch, features]
      disposeState(this.#state);
      this.#state = state;
      dispose([x, y, loss]);
    }
    storeState(this.#model, this.#state);
  }

  /** What there is to be seen now. */
  async snapshot(): Promise<Snapshot> {
    const { layers, maps, output } = await look(this.#model, {
      ...this.#grids,
      task: this.#task,
      config: this.#config,
    });
    const unknown = { loss: Number.NaN, accuracy: undefined };
    const train = this.#train === undefined ? unknown : await score(this.#model, this.#train, this.#task);
    const test = this.#test === undefined ? undefined : await score(this.#model, this.#test, this.#task);
    return {
      step: this.steps,
      epoch: this.#epoch,
      stepsPerEpoch: this.stepsPerEpoch,
      train,
      test,
      layers,
      maps,
      output,
      outputs: this.#task.outputs,
      replayable: this.#replayable,
      broken: this.#train !== undefined && !Number.isFinite(train.loss),
    };
  }

  /**
   * Goes on with other settings.
   *
   * @throws ArgumentError when more differs than a run can take over
   */
  retune(config: NetworkConfig): void {
    if (!canRetune(this.#config, config)) {
      throw new ArgumentError({
        where: 'retune',
        argument: 'config',
        expected: 'differ only in what a run can take over',
        received: encodeConfig(config, this.#config),
        advice: 'Begin a new run',
      });
    }
    const chained = this.#config.clip > 0 !== config.clip > 0;
    this.#config = config;
    this.#step = this.#makeStep();
    this.#replayable = this.steps === 0;
    // The names of an optimizer's tensors differ within a chain.
    if (chained) this.#restartOptimizer();
    // The rest of the epoch belongs to the old batch size.
    this.#batches = undefined;
  }

  /** Puts a number into the network. */
  setWeight({ layer, unit, input }: WeightPlace, value: number): Promise<void> {
    return this.#change(async () => {
      const kernels = [...parameters(this.#model)].filter(([path]) => path.endsWith(input < 0 ? 'bias' : 'kernel'));
      const parameter = kernels[layer]![1];
      const values = Float32Array.from(await parameter.value.data());
      const units = parameter.shape.at(-1)!;
      values[input < 0 ? unit : input * units + unit] = value;
      parameter.assign(tensor(values, [...parameter.shape]));
    });
  }

  /** The network as a safetensors file that also says its configuration. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    const metadata = { neuronLab: encodeConfig(this.#config), step: String(this.steps) };
    return tensorsToSafetensors(stateDict(this.#model), { metadata });
  }

  /**
   * Takes the weights of a file over.
   *
   * @throws FormatError, ArgumentError or ShapeError when they are none of this network
   */
  load(bytes: Uint8Array): Promise<void> {
    return this.#change(() => {
      const { tensors } = safetensorsToTensors(bytes);
      try {
        loadState(this.#model, tensors);
      } finally {
        dispose(Object.values(tensors));
      }
    });
  }

  dispose(): void {
    disposeState(this.#state);
    this.#model.dispose();
    dispose([...Object.values(this.#train ?? {}), ...Object.values(this.#test ?? {}), ...Object.values(this.#grids)]);
  }

  async #change(change: () => void | Promise<void>): Promise<void> {
    await change();
    this.#replayable = false;
    this.#restartOptimizer();
  }

  #restartOptimizer(): void {
    const { step } = this.#state;
    disposeState(this.#state);
    this.#state = { ...initialState(this.#model, optimizerOf(this.#config)), step };
  }

  #makeStep(): TrainStep<Tensor2D, Tensor> {
    const loss = penalisedLoss(this.#model, { loss: this.#task.loss, config: this.#config });
    return createTrainStep(this.#model, { loss, optimizer: optimizerOf(this.#config) });
  }

  async #nextBatch(): Promise<Example> {
    for (;;) {
      this.#batches ??= batchesOf(this.#samples.train, this.#config).iterate({
        epoch: this.#epoch,
        seed: this.#config.seed,
      });
      const next = await this.#batches.next();
      if (next.done !== true) return next.value;
      this.#batches = undefined;
      this.#epoch++;
    }
  }
}

function tensorOf({ data, shape }: Example['x']): Tensor {
  return tensor(data, [...shape], data instanceof Float32Array ? 'float32' : 'int32');
}

/**
 * The configuration that a file of this laboratory was saved with.
 *
 * @throws FormatError when it is none
 */
export function savedConfig(bytes: Uint8Array): NetworkConfig | undefined {
  const { tensors, metadata } = safetensorsToTensors(bytes);
  dispose(Object.values(tensors));
  if (metadata.neuronLab === undefined) return undefined;
  const { state, problems } = decodeConfig(metadata.neuronLab);
  if (problems.length === 0) return state;
  throw new FormatError({
    where: 'savedConfig',
    argument: 'neuronLab',
    expected: 'be a configuration of the laboratory',
    received: problems.join(', '),
  });
}
