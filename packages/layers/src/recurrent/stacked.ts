import {
  type AnyBlueprint,
  ArgumentError,
  type Context,
  checkBlueprint,
  childContext,
  type Description,
  memoryScope,
  type SequenceOptions,
  type SequenceResult,
  type Spec,
  type State,
  type StateSize,
  within,
} from '@neurite/core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { buildBelow } from '../internal/container.js';
import { stepOnce, unroll } from '../internal/unroll.js';
import { Cell, type CellBlueprint, defineCell, type StepResult } from './cell.js';

/** The states of cells, one for each. */
export type StackedState<Cells extends readonly unknown[]> = {
  readonly [K in keyof Cells]: Cells[K] extends CellBlueprint<infer _X, infer S, infer _Y> ? S : never;
};

/** Any cell, whatever its steps are. */
type AnyCell = CellBlueprint<Tensor, State, Tensor>;
type InputOf<Cells extends readonly unknown[]> = Cells extends readonly [infer First, ...unknown[]]
  ? First extends CellBlueprint<infer X, infer _S, infer _Y>
    ? X
    : Tensor
  : Tensor;
type OutputOf<Cells extends readonly unknown[]> = Cells extends readonly [...unknown[], infer Last]
  ? Last extends CellBlueprint<infer _X, infer _S, infer Y>
    ? Y
    : Tensor
  : Tensor;

/** The module of `stacked`; its state has one for each cell. */
export class StackedCell<
  S extends readonly State[] = readonly State[],
  X extends Tensor = Tensor2D,
  Y extends Tensor = Tensor2D,
> extends Cell<X, S, Y> {
  readonly cells: readonly Cell<Tensor, State, Tensor>[];

  /**
   * @param options cells: at least one; this module owns them from now on
   * @throws ArgumentError when there is none
   */
  constructor({ cells }: { readonly cells: readonly Cell<Tensor, State, Tensor>[] }) {
    super();
    assertNotEmpty(cells);
    this.cells = cells;
  }

  /** @returns those of the cells, owned by the caller */
  override initialState(size: StateSize): S {
    return this.cells.map((cell) => cell.initialState(size)) as readonly State[] as S; // one for each
  }

  override step(x: X, state: S, context: Context): StepResult<Y, S> {
    return memoryScope('stacked', () => {
      let output: Tensor = x;
      const states = this.cells.map((cell, i) => {
        const next = within(placeOf(i), () => stepOnce(cell, { x: output, state: state[i]! }, contextOf(context, i)));
        output = next.output;
        return next.state;
      });
      return { output: output as Y, state: states as readonly State[] as S }; // of the last cell, and one for each
    });
  }

  /** All steps of one cell, and then those of the next: each in one kernel where it has one. */
  override sequence(x: Tensor, { state, mask, context }: SequenceOptions<S>): SequenceResult<S> {
    let outputs = x;
    const sequences = this.cells.map((cell, i) => {
      const sequence = within(placeOf(i), () =>
        unroll(cell, outputs, { state: state[i]!, mask, context: contextOf(context, i) }),
      );
      outputs = sequence.outputs;
      return sequence;
    });
    return {
      outputs: outputs as Tensor3D, // of the last cell
      /** Worked out where it is asked for. */
      get state(): S {
        return sequences.map((sequence) => sequence.state) as readonly State[] as S; // one for each
      },
    };
  }
}

/**
 * Cells on top of each other: the output of each is the input of the next, in every step.
 *
 * @param cells blueprints of cells, at least one
 * @returns the blueprint of a cell whose state is a list of theirs; its parameters are below `cells.0`, `cells.1`, …
 * @throws ArgumentError when there is no cell
 * @example
 * using model = build(recurrent(stacked(lstmCell(8), lstmCell(8))), { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([2, 5, 3]), inference()); // [2, 8]
 */
export function stacked<const Cells extends readonly AnyCell[]>(
  ...cells: Cells
): CellBlueprint<InputOf<Cells>, StackedState<Cells>, OutputOf<Cells>> {
  assertNotEmpty(cells);
  cells.forEach((cell, i) => void checkBlueprint('stacked', pathOf(i), cell));
  /** The input of each cell, and last the output. */
  const specsOf = (input: Spec): Spec[] => {
    const specs = [input];
    cells.forEach((cell, i) => void specs.push(within(placeOf(i), () => cell.outputSpec(specs[i]!))));
    return specs;
  };
  return defineCell('stacked', cells, {
    outputSpec: (input) => specsOf(input).at(-1)!,
    describe: (input): Description => {
      const specs = specsOf(input);
      const children = cells.map((cell, i) => [pathOf(i), [cell as unknown as AnyBlueprint, specs[i]!]] as const); // described alike
      return { children: Object.fromEntries(children) };
    },
    buildCell: (input, context) => {
      const specs = specsOf(input);
      const made = cells.map((cell, i) =>
        within(placeOf(i), () => cell.buildCell(specs[i]!, buildBelow(context, 'cells', String(i)))),
      );
      type Made = Cell<InputOf<Cells>, StackedState<Cells>, OutputOf<Cells>>;
      return new StackedCell({ cells: made }) as unknown as Made; // of the first and the last, one state for each
    },
  });
}

function contextOf(context: Context, index: number): Context {
  return childContext(context, pathOf(index));
}

function pathOf(index: number): string {
  return `cells.${index}`;
}

function placeOf(index: number): string {
  return `cell ${index} of stacked`;
}

function assertNotEmpty(cells: readonly unknown[]): void {
  if (cells.length === 0) {
    const expected = 'have at least one cell';
    throw new ArgumentError({ where: 'stacked', argument: 'cells', expected, received: 'none' });
  }
}
