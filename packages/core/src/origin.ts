import type { Spec } from './spec.js';

/** Which blueprint made a module, and for which input. */
export type Origin = {
  readonly blueprint: {
    readonly name: string;
    outputSpec(input: Spec): Spec;
    describe?(input: Spec): { readonly multiplyAdds?: number };
  };
  readonly input: Spec;
};

const origins = new WeakMap<object, Origin>();

/** Remembers where a module comes from. */
export function setOrigin(module: object, origin: Origin): void {
  origins.set(module, origin);
}

/** Where a module comes from; undefined for one that no blueprint made. */
export function originOf(module: object): Origin | undefined {
  return origins.get(module);
}

/**
 * The name of the function whose blueprint made a module, e.g. `dense`; else the name of its class, which a bundler may
 * have shortened.
 */
export function layerName(module: object): string {
  return origins.get(module)?.blueprint.name ?? module.constructor.name;
}

/** The input that a module was built for, without the batch axis; undefined for one that no blueprint made. */
export function inputSpecOf(module: object): Spec | undefined {
  return origins.get(module)?.input;
}
