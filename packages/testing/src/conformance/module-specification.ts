import {
  type AnyBlueprint,
  type Blueprint,
  formatSpec,
  fromConfig,
  type Json,
  loadState,
  parameters,
  type Shape,
  type Spec,
  stateDict,
  summary,
} from '@neurite/core';
import { expect } from 'vitest';
import { type Check, when } from '../check.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { disposeAll, expectSame, leaves } from '../internal/tensor-tree.js';
import { contextOfTest, type ModuleConformance, type ModuleUnderTest } from './module-under-test.js';
import { specsIn } from './samples.js';

/** What a module says about itself before it runs: shapes, parameters, description, config, seeds, state. */
export function specificationChecks(
  { parameters: shapes = {}, buffers = [], registry }: ModuleConformance,
  { blueprint, inputSpec, outputSpec, make, input, outputShapes, withModel }: ModuleUnderTest,
): Check[] {
  return [
    {
      name: 'announces the shape that it gives',
      run: withModel((model) => {
        expect(formatSpec(blueprint.outputSpec(inputSpec))).toBe(formatSpec(outputSpec));
        const y = leaves(model.forward(input(), contextOfTest(false)));
        expect(y.map(({ shape }) => shape)).toEqual(outputShapes());
        expect(y.map(({ dtype }) => dtype)).toEqual(specsIn(outputSpec).map(({ dtype }) => dtype));
      }),
    },
    {
      name: 'has these parameters',
      run: withModel((model) => {
        const found = [...parameters(model)];
        expect(Object.fromEntries(found.map(([path, { shape }]) => [path, shape]))).toEqual(shapes);
        expect(found.flatMap(([path, { buffer }]) => (buffer ? [path] : []))).toEqual(buffers);
      }),
    },
    {
      name: 'describes what it will build',
      run: withModel((model) => {
        const found = described(blueprint, inputSpec);
        expect(Object.fromEntries(found.map(({ path, shape }) => [path, shape]))).toEqual(shapes);
        expect(found.flatMap(({ path, buffer }) => (buffer ? [path] : []))).toEqual(buffers);
        expect(summary(model)).toBe(summary(blueprint, { input: inputSpec as never })); // of this spec
      }),
    },
    ...when(registry !== undefined, {
      name: 'is made again from its config',
      run: withModel(async (model) => {
        const config = JSON.parse(JSON.stringify(blueprint.config)) as Json;
        const again = fromConfig(config, registry!) as Blueprint<unknown, unknown>; // all kinds are built alike
        expect(again.config).toEqual(config);
        const other = make(7, again);
        await expectSame(other.forward(input(), contextOfTest(false)), model.forward(input(), contextOfTest(false)));
        other.dispose();
      }),
    }),
    {
      name: 'gets the same weights from one seed, and leaves nothing when disposed',
      run: async () => {
        await expectNoLeak(() => make());
        const [a, b] = [make(), make()];
        for (const [path, value] of Object.entries(stateDict(a))) {
          expect(await stateDict(b)[path]!.data()).toEqual(await value.data());
        }
        a.dispose();
        b.dispose();
      },
    },
    {
      name: 'answers the same after its state went into another one',
      run: withModel(async (model) => {
        const other = make(8);
        const x = input();
        disposeAll(model.forward(x, contextOfTest(true))); // moves the buffers
        loadState(other, stateDict(model));
        await expectSame(other.forward(x, contextOfTest(false)), model.forward(x, contextOfTest(false)));
        other.dispose();
      }),
    },
  ];
}

type Described = { readonly path: string; readonly shape: Shape; readonly buffer: boolean };

/** The parameters that a blueprint says it will build. */
function described(blueprint: AnyBlueprint, input: Spec, below = ''): Described[] {
  const { parameters: own = {}, buffers = [], children = {} } = blueprint.describe?.(input) ?? {};
  return [
    ...Object.entries(own).map(([name, { shape }]) => ({
      path: `${below}${name}`,
      shape: shape as Shape, // a parameter's sizes are known
      buffer: buffers.includes(name),
    })),
    ...Object.entries(children).flatMap(([path, [child, spec]]) => described(child, spec, `${below}${path}.`)),
  ];
}
