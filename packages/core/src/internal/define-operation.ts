import {
  engine,
  type GradConfig,
  getGradient,
  getKernel,
  registerGradient,
  registerKernel,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { withName } from './kernel-gradient.js';

type RunKernel = ReturnType<typeof engine>['runKernel'];

/** A name, a definition in ordinary operations, and a gradient. */
export type OperationDefinition<
  Inputs extends Readonly<Record<string, Tensor>>,
  Attrs extends object,
  Output extends Tensor | Tensor[],
> = {
  /** The kernel's name: a backend package may register a faster kernel under it, with these inputs and attributes. */
  readonly name: string;
  /** The operation in ordinary operations; returns new tensors, never one of the inputs. */
  readonly compose: (inputs: Inputs, attrs: Attrs) => Output;
  /** Without one, a gradient through the operation is an error. */
  readonly gradient?: Omit<GradConfig, 'kernelName'>;
};

/** An operation with a kernel. Inside a gradient it is one step of the tape. */
export type Operation<
  Inputs extends Readonly<Record<string, Tensor>> = Readonly<Record<string, Tensor>>,
  Attrs extends object = object,
  Output extends Tensor | Tensor[] = Tensor | Tensor[],
> = {
  (inputs: Inputs, attrs: Attrs): Output;
  readonly kernelName: string;
  readonly compose: (inputs: Inputs, attrs: Attrs) => Output;
  readonly gradient: GradConfig | undefined;
};

/**
 * Makes an operation that runs the backend's kernel of its name, or its composed definition where there is none.
 *
 * The first call registers the composed definition as the backend's kernel, so that both look the same to the tape and to
 * whatever records kernels: one kernel call. It registers the gradient too.
 * @example
 * const swish = defineOperation({
 *   name: 'Swish',
 *   compose: ({ x }: { x: Tensor }) => mul(x, sigmoid(x)),
 *   gradient: {
 *     inputsToSave: ['x'],
 *     gradFunc: (dy, [x]) => ({
 *       x: () => mul(dy as Tensor, mul(sigmoid(x!), add(1, mul(x!, sub(1, sigmoid(x!)))))),
 *     }),
 *   },
 * });
 * const y = swish({ x: tensor1d([-1, 0, 1]) }, {});
 */
export function defineOperation<
  Inputs extends Readonly<Record<string, Tensor>>,
  Attrs extends object,
  Output extends Tensor | Tensor[],
>(definition: OperationDefinition<Inputs, Attrs, Output>): Operation<Inputs, Attrs, Output> {
  const { name: kernelName, compose } = definition;
  const gradient = definition.gradient === undefined ? undefined : withName(definition.gradient, kernelName);
  const run = (inputs: Inputs, attrs: Attrs): Output => {
    const { backendName } = ready();
    // Here and not in the table of all gradients, so that a bundle has only the operations that are called.
    if (gradient !== undefined && getGradient(kernelName) === undefined) registerGradient(gradient);
    if (getKernel(kernelName, backendName) === undefined) {
      registerKernel({
        kernelName,
        backendName,
        // Tensors are tensor infos too; the engine keeps them as they are, owned by the caller's scope.
        kernelFunc: (call) => tidy(() => compose(call.inputs as unknown as Inputs, call.attrs as unknown as Attrs)), // as `run` passes them
      });
    }
    return engine().runKernel(
      kernelName,
      inputs as Parameters<RunKernel>[1],
      attrs as Parameters<RunKernel>[2],
    ) as Output; // as `compose` or the kernel of this name
  };
  return Object.assign(run, {
    kernelName,
    compose,
    gradient,
  });
}

/** The engine with its backend chosen: before the first kernel the name is unknown. */
function ready(): ReturnType<typeof engine> {
  const running = engine();
  if (!running.backendName) void running.backend;
  return running;
}
