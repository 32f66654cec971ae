import {
  ArgumentError,
  checkKind,
  describeValue,
  formatShape,
  inference,
  type Module,
  memoryScope,
  ShapeError,
  type State,
} from '@neurite/core';
import {
  dispose,
  gather,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  Tensor as TensorClass,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';

/** A model that reads ids and gives the logits of the next, with a state. */
export type TokenModel = Module<never, Tensor3D>;

/** What a model is asked with. */
export type ContinuationOptions = {
  /** The largest number of ids, the prompt included. */
  readonly length: number;
  /** What the model takes, from the ids [batch, tokens]. */
  readonly input: (ids: Tensor2D) => unknown;
};

/** A model on its way through texts, token by token. */
export class Continuation {
  readonly #where: string;
  readonly #model: TokenModel;
  readonly #input: ContinuationOptions['input'];
  #state: State;

  constructor(
    where: string,
    model: TokenModel,
    { batch, length, input }: ContinuationOptions & { readonly batch: number },
  ) {
    checkKind(where, 'model', model, { be: 'a module, which build gives', member: 'initialState' });
    this.#where = where;
    this.#model = model;
    this.#input = input;
    this.#state = model.initialState({ batch, length });
  }

  /**
   * Reads more ids, as many for each text.
   *
   * @returns the logits of what comes after the last, one row for each text
   */
  async read(ids: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const before = this.#state;
    const x = tensor2d(ids.flat(), [ids.length, ids[0]!.length], 'int32');
    const { logits, state } = memoryScope(this.#where, () => {
      const result = this.#model.run({ x: this.#input(x) as never, state: before }, inference());
      const { shape } = result.outputs as Tensor;
      if (shape.length !== 3 || shape[1] !== x.shape[1]) {
        const expected = 'give logits of shape [batch, tokens, ids]';
        throw new ShapeError({ where: this.#where, argument: 'model', expected, received: formatShape(shape) });
      }
      return { logits: gather<Tensor>(result.outputs, x.shape[1] - 1, 1), state: result.state };
    });
    dispose([x, ...tensorsIn(before)]);
    this.#state = state;
    const data = (await logits.data()) as Float32Array; // logits are float32
    const size = data.length / ids.length;
    logits.dispose();
    return ids.map((_, i) => data.slice(i * size, (i + 1) * size));
  }

  /** Goes on with some of the texts, in this order. */
  choose(rows: readonly number[]): void {
    const before = this.#state;
    this.#state = memoryScope(this.#where, () => {
      const indices = tensor1d(Int32Array.from(rows), 'int32');
      return mapState(before, (of) => gather(of, indices));
    });
    dispose([...tensorsIn(before)]);
  }

  dispose(): void {
    dispose([...tensorsIn(this.#state)]);
  }
}

/** @throws ArgumentError unless these are lists of ids, all as long */
export function checkPrompts(where: string, prompts: readonly (readonly number[])[], length: number): void {
  const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);
  if (!isList(prompts) || !prompts.every(isList)) {
    const expected = 'be a list of ids for each text, [[1, 2, 3]]';
    throw new ArgumentError({ where, argument: 'prompts', expected, received: describeValue(prompts) });
  }
  const size = prompts[0]?.length ?? 0;
  const isId = (id: unknown): boolean => Number.isSafeInteger(id) && (id as number) >= 0;
  const wrong = prompts.flatMap((ids) => ids.filter((id) => !isId(id)));
  if (wrong.length === 0 && prompts.every((ids) => ids.length === size) && size >= 1 && size < length) return;
  throw new ArgumentError({
    where,
    argument: 'prompt',
    expected: `have from 1 to ${length - 1} ids, integers of at least 0, and all prompts the same number`,
    received: wrong.length > 0 ? describeValue(wrong[0]) : prompts.map((ids) => ids.length).join(', ') || 'none',
  });
}

function mapState(state: State, f: (of: Tensor) => Tensor): State {
  if (state instanceof TensorClass) return f(state);
  if (Array.isArray(state)) return state.map((one: State) => mapState(one, f));
  return Object.fromEntries(Object.entries(state).map(([name, one]) => [name, mapState(one as State, f)]));
}

function tensorsIn(state: State): Set<Tensor> {
  if (state instanceof TensorClass) return new Set([state]);
  return new Set(Object.values(state).flatMap((one) => [...tensorsIn(one as State)]));
}
