import { ArgumentError, layerName, type Module } from '@neurite/core';

/** Which parts of an input grow with a text; the others are there as a whole in each step, as what an encoder gave. */
export type Growth = boolean | { readonly [name: string]: Growth };

/** A module below another one, as a trace sees it. */
export type Below = {
  /** What leads to it from the fields of the other one. */
  readonly path: string;
  readonly module: Module<never, unknown>;
  /** Whether its state is that of the other one, and not kept by its path. Default false. */
  readonly sharesState?: boolean;
};

/** What a module meets on the way of a text through a model. */
export type Walk = {
  /** @returns what of its output grows */
  into(child: Below, input: Growth): Growth;
  /**
   * @param why what follows the name of the layer, e.g. `attends to later tokens too`
   * @param advice what to write instead: a sentence without its full stop
   */
  refuse(why: string, advice: string): never;
};

/** A module that says how a text goes through it in parts. Others do by `continuable`, whatever they take. */
export type Traced = {
  /**
   * @param input of which at least a part grows
   * @returns what of its output grows
   */
  trace(input: Growth, walk: Walk): Growth;
};

/** Whether any part grows. */
export function grows(value: Growth): boolean {
  return typeof value === 'boolean' ? value : Object.values(value).some(grows);
}

/** Which parts of a field grow. */
export function growthOf(value: Growth, field: string): Growth {
  return typeof value === 'boolean' ? value : (value[field] ?? false);
}

/** The names that lead to a state below that of a model. */
export type StatePath = readonly string[];

/**
 * Follows a text through a model, from layer to layer, where each step hands over only what is new of it.
 *
 * @param input what of the input grows
 * @returns the states of those layers that see the same whole input in each step: they must begin anew
 * @throws ArgumentError at the first layer whose output would be another than for the whole text at once
 */
export function traceText(where: string, model: Module<never, unknown>, input: Growth): StatePath[] {
  const whole: StatePath[] = [];
  const visit = (module: Module<never, unknown>, given: Growth, path: string, state: StatePath): Growth => {
    if (!grows(given)) {
      whole.push(state);
      return false;
    }
    const refuse: Walk['refuse'] = (why, advice) => {
      throw new ArgumentError({
        where,
        argument: 'model',
        expected: 'read a text in parts, each token from those before it alone',
        received: `${layerName(module)}${path === '' ? '' : ` at ${path}`}, which ${why}`,
        advice,
      });
    };
    if (isTraced(module)) {
      const into: Walk['into'] = ({ path: name, module: child, sharesState = false }, own) =>
        visit(child, own, path === '' ? name : `${path}.${name}`, sharesState ? state : [...state, name]);
      return module.trace(given, { into, refuse });
    }
    if (module.continuable) return true;
    return refuse(
      'may mix a token with later ones',
      'Leave it out; in a layer of yours set tokenwise where each step is treated alone, or continuable where run goes on ' +
        'from its state',
    );
  };
  visit(model, input, '', []);
  return whole;
}

function isTraced<M extends object>(module: M): module is M & Traced {
  return 'trace' in module;
}

/** The way through attention to another sequence, which is there as a whole. */
export function traceQuery(input: Growth, { refuse }: Walk): Growth {
  if (!grows(growthOf(input, 'context'))) return true;
  return refuse(
    'has a context that grows with the text, and sees what is new of it alone',
    'Use multiHeadAttention({ heads, causal: true }) for a text and itself',
  );
}
