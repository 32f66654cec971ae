import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { type AnyBlueprint, ArgumentError, defineLayer, fromConfig, shared, spec, withConfig } from '../src/index.js';

/** A layer of any arguments. */
function layer(name: string, ...args: readonly unknown[]): AnyBlueprint {
  return defineLayer(name, args, { outputSpec: () => spec([]), build: () => Promise.reject() as never });
}
const dense = (units: number, options?: object): AnyBlueprint => layer('dense', units, options);
const chain = (...layers: readonly AnyBlueprint[]): AnyBlueprint => layer('chain', ...layers);
const uniform = (bound: number): object => withConfig('uniform', [bound], () => bound);

describe('config', () => {
  it('is the call as JSON, nested ones and initializers included', () => {
    const network = chain(dense(3, { initializer: uniform(2), useBias: undefined }), dense(1));
    expect(JSON.parse(JSON.stringify(network.config))).toEqual({
      name: 'chain',
      arguments: [
        { name: 'dense', arguments: [3, { initializer: { name: 'uniform', arguments: [2] } }] },
        { name: 'dense', arguments: [1] },
      ],
    });
  });

  it('makes the blueprint again', () => {
    const network = chain(dense(3, { initializer: uniform(Number.NEGATIVE_INFINITY), sizes: [1, null] }), dense(1));
    const again = fromConfig(JSON.parse(JSON.stringify(network.config)), { chain, dense, uniform });
    expect(again.config).toEqual(network.config);
  });

  it('keeps shared blueprints shared', () => {
    const tower = shared('tower', dense(2));
    const seen: AnyBlueprint[] = [];
    const watch = (...layers: readonly AnyBlueprint[]): AnyBlueprint => {
      seen.push(...layers);
      return chain(...layers);
    };
    fromConfig(chain(tower, tower).config!, { chain: watch, dense });
    expect(seen).toHaveLength(2);
    expect(seen[0]).toBe(seen[1]);
  });

  it('names what cannot be written down, and what the registry lacks', async () => {
    const closure = dense(1, { initializer: () => 1 });
    await expectError(
      () => closure.config,
      ArgumentError,
      'dense: `config` must be made of arguments that JSON can hold; received the function initializer. ' +
        'Give it a config with withConfig(name, arguments, it), and register it by this name.',
    );
    await expectError(
      () => fromConfig(dense(1).config!, {}),
      ArgumentError,
      'fromConfig: `registry` must have a function for each name in the config; received none for dense. ' +
        'Register it: { ...layers, dense }.',
    );
    await expectError(
      () => fromConfig({ units: 3 }, { dense }),
      ArgumentError,
      'fromConfig: `config` must describe a blueprint: { name, arguments }; received {"units":3}.',
    );
    expect(() => fromConfig({ name: 'toString', arguments: [] }, {})).toThrow('none for toString');
  });
});
