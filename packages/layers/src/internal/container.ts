import {
  ArgumentError,
  type BuildContext,
  type Context,
  childContext,
  layerName,
  Module,
  memoryScope,
  type RunInput,
  type RunOutput,
  type State,
  type StateSize,
  within,
} from '@neurite/core';
import type { Growth, Traced, Walk } from './trace.js';

/** A value with the mask over its steps. */
export type Masked<X> = { readonly x: X; readonly mask?: RunInput<unknown>['mask'] };
type Result<Out> = Omit<RunOutput<Out>, 'state'>;

/** A module below a container. */
export type Child = {
  /** What leads to it from the container's fields, e.g. `layers.0`: its name for states and random keys. */
  readonly path: string;
  /** Where it stands, for errors, e.g. `layer 0 of sequential`. */
  readonly place: string;
  readonly module: Module<never, unknown>;
};

/** Runs a module below: its forward pass alone, or its `run`, whose state the container keeps. */
export type Call = (child: Child, input: Masked<unknown>) => Result<unknown>;

/** What modules have in common that run others: masks, states and random keys go to each by its path. */
export abstract class Container<In, Out> extends Module<In, Out> implements Traced {
  protected abstract children(): readonly Child[];

  /** What it makes of its input by calling its children, each at most once. */
  protected abstract pass(input: Masked<In>, call: Call): Result<Out>;

  /** Whether all that is in it is. */
  override get tokenwise(): boolean {
    return this.children().every(({ module }) => module.tokenwise);
  }

  /** Whether all that is in it is. */
  override get continuable(): boolean {
    return this.children().every(({ module }) => module.continuable);
  }

  /** See `Traced`; by default its children stand one after another. */
  trace(input: Growth, { into }: Walk): Growth {
    return this.children().reduce((at, child) => into(child, at), input);
  }

  override forward(x: In, context: Context): Out {
    const call: Call = ({ path, place, module }, { x: input }) => ({
      outputs: within(place, () => module.forward(input as never, childContext(context, path))),
    });
    return memoryScope(layerName(this), () => this.pass({ x }, call).outputs);
  }

  override run({ x, mask, state }: RunInput<In>, context: Context): RunOutput<Out> {
    const states = this.#statesOf(state);
    const next: Record<string, State> = {};
    const call: Call = ({ path, place, module }, { x: input, mask: own }) => {
      const given = { x: input as never, mask: own, state: states[path] };
      const { state: after, ...result } = within(place, () => module.run(given, childContext(context, path)));
      if (!isEmpty(after)) next[path] = after;
      return result;
    };
    return memoryScope(layerName(this), () => ({ ...this.pass({ x, mask }, call), state: next }));
  }

  /** Those of the children that have a state, by path. */
  override initialState(size: StateSize): State {
    const states = this.children().map(({ path, module }) => [path, module.initialState(size)] as const);
    return Object.fromEntries(states.filter(([, state]) => !isEmpty(state)));
  }

  #statesOf(state: State | undefined): Readonly<Record<string, State>> {
    const names = Object.keys(state ?? {});
    const paths = this.children().map(({ path }) => path);
    const unknown = names.filter((name) => !paths.includes(name));
    if (unknown.length > 0) {
      throw new ArgumentError({
        where: layerName(this),
        argument: 'state',
        expected: `be a record by the paths ${paths.join(', ')}`,
        received: unknown.join(', '),
        advice: 'Pass the state on that `run` or `initialState` of the same model gave',
      });
    }
    return (state ?? {}) as Readonly<Record<string, State>>; // its names are paths
  }
}

function isEmpty(state: State): boolean {
  return Object.keys(state).length === 0;
}

/** The context in which a blueprint builds what stands below these names. */
export function buildBelow({ random, ...context }: BuildContext, ...names: readonly string[]): BuildContext {
  return { ...context, random: names.reduce((at, name) => at.child(name), random) };
}
