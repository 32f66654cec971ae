import { Graph } from './graph.js';

/** A network as an ONNX model: forward alone, or a whole train step with Adam. */
export type OnnxNetwork = {
  readonly inputShape: readonly number[];
  readonly batch: number;
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly encode: (mode: 'train' | 'forward') => Uint8Array;
};

const CLASSES = 10;
const TO_FLOAT = { to: 1 };

const mlp: OnnxNetwork = network({
  inputShape: [784],
  batch: 128,
  parameters: { k1: [784, 512], b1: [512], k2: [512, 512], b2: [512], k3: [512, 10], b3: [10] },
  build: (graph) => {
    const first = dense(graph, 'x', 1, true);
    const second = dense(graph, first, 2, true);
    return {
      logits: dense(graph, second, 3, false),
      backward: (dy) => {
        const third = denseGradients(graph, second, dy, 3);
        const dSecond = denseGradients(graph, first, reluGradient(graph, second, third.input), 2);
        const dFirst = denseGradients(graph, 'x', reluGradient(graph, first, dSecond.input), 1);
        return { ...third.parameters, ...dSecond.parameters, ...dFirst.parameters };
      },
    };
  },
});

const cnn: OnnxNetwork = network({
  inputShape: [1, 28, 28],
  batch: 64,
  parameters: {
    k1: [32, 1, 3, 3],
    b1: [32],
    k2: [64, 32, 3, 3],
    b2: [64],
    k3: [9216, 128],
    b3: [128],
    k4: [128, 10],
    b4: [10],
  },
  build: (graph) => {
    const convolve = (x: string, layer: number): string =>
      graph.operation('Relu', [graph.operation('Conv', [x, `k${layer}`, `b${layer}`])]);
    const first = convolve('x', 1);
    const second = convolve(first, 2);
    const pooled = graph.operation('MaxPool', [second], { kernel_shape: [2, 2], strides: [2, 2] });
    const flat = graph.operation('Reshape', [pooled, graph.integers([64, 9216])]);
    const hidden = dense(graph, flat, 3, true);
    return {
      logits: dense(graph, hidden, 4, false),
      backward: (dy) => {
        const head = denseGradients(graph, hidden, dy, 4);
        const body = denseGradients(graph, flat, reluGradient(graph, hidden, head.input), 3);
        const dPooled = graph.operation('Reshape', [body.input, graph.integers([64, 64, 12, 12])]);
        const dSecond = reluGradient(graph, second, poolGradient(graph, second, pooled, dPooled));
        const dFirst = reluGradient(graph, first, graph.operation('ConvTranspose', [dSecond, 'k2']));
        const bias = (d: string): string =>
          graph.operation('ReduceSum', [d, graph.integers([0, 2, 3])], { keepdims: 0 });
        return {
          ...head.parameters,
          ...body.parameters,
          k2: filterGradient(graph, first, dSecond, { batch: 64, inputs: 32, filters: 64, size: 24 }),
          b2: bias(dSecond),
          k1: filterGradient(graph, 'x', dFirst, { batch: 64, inputs: 1, filters: 32, size: 26 }),
          b1: bias(dFirst),
        };
      },
    };
  },
});

export const onnxNetworks: Readonly<Record<string, OnnxNetwork>> = { mlp, cnn };

type Definition = Omit<OnnxNetwork, 'encode'> & {
  readonly build: (graph: Graph) => {
    readonly logits: string;
    /** From the gradient by the logits to those by the parameters. */
    readonly backward: (dy: string) => Readonly<Record<string, string>>;
  };
};

function network({ inputShape, batch, parameters, build }: Definition): OnnxNetwork {
  const encode = (mode: 'train' | 'forward'): Uint8Array => {
    const graph = new Graph();
    graph.input('x', [batch, ...inputShape]);
    for (const [name, shape] of Object.entries(parameters)) graph.input(name, shape);
    const { logits, backward } = build(graph);
    if (mode === 'forward') {
      graph.output('logits', logits, [batch, CLASSES]);
      return graph.encode();
    }
    graph.input('y', [batch, CLASSES]);
    graph.input('rate', []);
    const logProbabilities = graph.operation('LogSoftmax', [logits], { axis: 1 });
    const hits = graph.operation('Mul', [logProbabilities, 'y']);
    const loss = graph.operation('Div', [graph.operation('ReduceSum', [hits], { keepdims: 0 }), graph.scalar(-batch)]);
    graph.output('loss', loss, []);
    const distance = graph.operation('Sub', [graph.operation('Exp', [logProbabilities]), 'y']);
    const gradients = backward(graph.operation('Div', [distance, graph.scalar(batch)]));
    for (const [name, shape] of Object.entries(parameters)) adam(graph, name, shape, gradients[name]!);
    return graph.encode();
  };
  return { inputShape, batch, parameters, encode };
}

/** `rate` holds the learning rate with both bias corrections; the state is m and v of each parameter. */
function adam(graph: Graph, name: string, shape: readonly number[], gradient: string): void {
  const moment = (state: string, decay: number, value: string): string =>
    graph.operation('Add', [
      graph.operation('Mul', [graph.input(state, shape), graph.scalar(decay)]),
      graph.operation('Mul', [value, graph.scalar(1 - decay)]),
    ]);
  const m = moment(`m_${name}`, 0.9, gradient);
  const v = moment(`v_${name}`, 0.999, graph.operation('Mul', [gradient, gradient]));
  const root = graph.operation('Add', [graph.operation('Sqrt', [v]), graph.scalar(1e-8)]);
  const update = graph.operation('Mul', [graph.operation('Div', [m, root]), 'rate']);
  graph.output(`next_${name}`, graph.operation('Sub', [name, update]), shape);
  graph.output(`next_m_${name}`, m, shape);
  graph.output(`next_v_${name}`, v, shape);
}

function dense(graph: Graph, x: string, layer: number, activated: boolean): string {
  const y = graph.operation('Gemm', [x, `k${layer}`, `b${layer}`]);
  return activated ? graph.operation('Relu', [y]) : y;
}

type DenseGradients = { readonly input: string; readonly parameters: Readonly<Record<string, string>> };

/** No gradient operation is registered in onnxruntime for inference, so each is composed. */
function denseGradients(graph: Graph, x: string, dy: string, layer: number): DenseGradients {
  return {
    input: layer === 1 ? '' : graph.operation('Gemm', [dy, `k${layer}`], { transB: 1 }),
    parameters: {
      [`k${layer}`]: graph.operation('Gemm', [x, dy], { transA: 1 }),
      [`b${layer}`]: graph.operation('ReduceSum', [dy, graph.integers([0])], { keepdims: 0 }),
    },
  };
}

/** A product with the mask: `Where` is slower. */
function reluGradient(graph: Graph, y: string, dy: string): string {
  const mask = graph.operation('Cast', [graph.operation('Greater', [y, graph.scalar(0)])], TO_FLOAT);
  return graph.operation('Mul', [dy, mask]);
}

/** Where a number equals the maximum of its window, the gradient of the window. */
function poolGradient(graph: Graph, x: string, y: string, dy: string): string {
  const spread = (value: string): string =>
    graph.operation('Resize', [value, '', graph.floats([1, 1, 2, 2])], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  const mask = graph.operation('Cast', [graph.operation('Equal', [x, spread(y)])], TO_FLOAT);
  return graph.operation('Mul', [mask, spread(dy)]);
}

type ConvolutionSizes = {
  readonly batch: number;
  readonly inputs: number;
  readonly filters: number;
  /** Height and width of the output. */
  readonly size: number;
};

/** For each sample the patches under each element of the 3×3 kernel, times the gradient; then the sum over samples. */
function filterGradient(
  graph: Graph,
  x: string,
  dy: string,
  { batch, inputs, filters, size }: ConvolutionSizes,
): string {
  const offsets = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3), i % 3] as const);
  const patches = offsets.map(([i, j]) => {
    const bounds = [graph.integers([i, j]), graph.integers([i + size, j + size]), graph.integers([2, 3])];
    const seen = graph.operation('Slice', [x, ...bounds]);
    return graph.operation('Reshape', [seen, graph.integers([batch, inputs, 1, size * size])]);
  });
  const columns = graph.operation('Reshape', [
    graph.operation('Concat', patches, { axis: 2 }),
    graph.integers([batch, inputs * 9, size * size]),
  ]);
  const rows = graph.operation('Reshape', [dy, graph.integers([batch, filters, size * size])]);
  const products = graph.operation('FusedMatMul', [rows, columns], { transB: 1 });
  const sum = graph.operation('ReduceSum', [products, graph.integers([0])], { keepdims: 0 });
  return graph.operation('Reshape', [sum, graph.integers([filters, inputs, 3, 3])]);
}
