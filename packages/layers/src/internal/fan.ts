import {
  type AnyBlueprint,
  ArgumentError,
  type Blueprint,
  checkBlueprint,
  type Description,
  type LayerParts,
  layerName,
  type Module,
  type RunOutput,
  type Spec,
  within,
} from '@neurite/core';
import { buildBelow, type Call, type Child, Container, type Masked } from './container.js';
import type { Growth, Walk } from './trace.js';
import type { Branches } from './wiring.js';

/** Modules side by side, by name or in a list. */
export type BranchModules = Readonly<Record<string, Module<never, unknown>>> | readonly Module<never, unknown>[];

/** What modules have in common that run others side by side. */
export abstract class Fan<In, Out> extends Container<In, Out> {
  readonly branches: BranchModules;

  /** @param options branches: this module owns them from now on */
  constructor({ branches }: { readonly branches: BranchModules }) {
    super();
    this.branches = branches;
  }

  /** What a branch takes of the whole input. */
  protected abstract inputOf(x: In, name: string): unknown;

  /** What of the input of a branch grows; see `Traced`. */
  protected abstract growthFor(input: Growth, name: string): Growth;

  override trace(input: Growth, { into }: Walk): Growth {
    const names = Object.keys(this.branches);
    const children = this.children();
    return Object.fromEntries(names.map((name, i) => [name, into(children[i]!, this.growthFor(input, name))]));
  }

  protected override children(): readonly Child[] {
    const where = layerName(this);
    return Object.entries(this.branches).map(([name, module]) => ({
      path: `branches.${name}`,
      place: placeOf(where, name),
      module,
    }));
  }

  protected override pass({ x, mask }: Masked<In>, call: Call): Omit<RunOutput<Out>, 'state'> {
    const names = Object.keys(this.branches);
    const results = this.children().map((child, i) => call(child, { x: this.inputOf(x, names[i]!), mask }));
    const masks = new Set(results.flatMap((result) => result.mask ?? []));
    if (masks.size > 1) {
      throw new ArgumentError({
        where: layerName(this),
        argument: 'mask',
        expected: 'be the same after each branch',
        received: `${masks.size} different ones`,
      });
    }
    const outputs = mapBranches(this.branches, (_, i) => results[i]!.outputs);
    return { outputs: outputs as Out, mask: [...masks][0] }; // one for each branch
  }
}

/** The same list or record with other values. */
function mapBranches<A, B>(
  branches: Readonly<Record<string, A>> | readonly A[],
  f: (branch: A, index: number, name: string) => B,
): Readonly<Record<string, B>> | readonly B[] {
  const values = Object.entries(branches).map(([name, branch], i) => [name, f(branch, i, name)] as const);
  return Array.isArray(branches) ? values.map(([, value]) => value) : Object.fromEntries(values);
}

/** The blueprint's parts of a layer that runs others side by side. */
export function fanParts(
  where: string,
  branches: Branches,
  {
    inputOf,
    build,
  }: {
    readonly inputOf: (input: Spec, name: string) => Spec;
    readonly build: (branches: BranchModules) => Module<never, unknown>;
  },
): LayerParts<never, unknown> {
  if (Object.keys(branches ?? {}).length === 0) {
    const expected = 'have at least one branch';
    throw new ArgumentError({ where, argument: 'branches', expected, received: 'none' });
  }
  for (const [name, branch] of Object.entries(branches)) checkBlueprint(where, `branches.${name}`, branch);
  const outputSpec = (input: Spec): Spec =>
    mapBranches(branches as Readonly<Record<string, AnyBlueprint>>, (branch, _, name) => {
      const own = inputOf(input, name);
      return within(placeOf(where, name), () => branch.outputSpec(own));
    });
  return {
    outputSpec,
    describe: (input): Description => ({
      children: Object.fromEntries(
        Object.entries(branches).map(([name, branch]) => [`branches.${name}`, [branch, inputOf(input, name)]]),
      ),
    }),
    build: (input, context) => {
      outputSpec(input); // first: an error in the last branch must not leave the weights of the others behind
      const made = mapBranches(branches as Readonly<Record<string, Blueprint<never, unknown>>>, (branch, _, name) =>
        within(placeOf(where, name), () => branch.build(inputOf(input, name), buildBelow(context, 'branches', name))),
      );
      return build(made);
    },
  };
}

function placeOf(where: string, name: string): string {
  return `branch ${name} of ${where}`;
}
