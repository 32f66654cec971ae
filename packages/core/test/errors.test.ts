import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  BackendError,
  DisposedError,
  DtypeError,
  FormatError,
  NeuriteError,
  NumericError,
  ShapeError,
  within,
} from '../src/index.js';

const details = { where: 'dense', argument: 'x', expected: 'have shape [batch, 4]', received: '[2, 5]' } as const;

describe('errors', () => {
  it('say where, what, and what to do, in one sentence each', () => {
    const error = new ShapeError({ ...details, advice: 'The last axis must equal the features it was built for' });
    expect(error.message).toBe(
      'dense: `x` must have shape [batch, 4]; received [2, 5]. The last axis must equal the features it was built for.',
    );
    expect(new ShapeError(details).message).toBe('dense: `x` must have shape [batch, 4]; received [2, 5].');
    expect(
      new BackendError({ where: 'useWasm', problem: 'no memory is left', advice: 'Use smaller batches' }).message,
    ).toBe('useWasm: no memory is left. Use smaller batches.');
  });

  it('have fields for programs', () => {
    const cause = new RangeError('deep down');
    const error = new ArgumentError({ ...details, cause });
    expect(error).toMatchObject({ name: 'ArgumentError', where: 'dense', argument: 'x', received: '[2, 5]' });
    expect(error.expected).toBe('have shape [batch, 4]');
    expect(error.cause).toBe(cause);
    expect('cause' in new ArgumentError(details)).toBe(false);
    expect(new FormatError({ where: 'read', problem: 'it is empty' }).argument).toBeUndefined();
  });

  it.each([ArgumentError, ShapeError, DtypeError, DisposedError, BackendError, FormatError, NumericError])(
    'carry their class as name: $name',
    (type) => {
      const error = new type(details);
      expect(error.name).toBe(type.name);
      expect(error).toBeInstanceOf(NeuriteError);
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).toBe(`${type.name}: ${error.message}`);
    },
  );

  it('keep that name where a bundler has shortened the one of the class', () => {
    class e extends ShapeError {}
    expect(new e(details).name).toBe('ShapeError');
  });

  it('collect the path on the way out, from the inside to the outside', () => {
    const thrown = (): never =>
      within('layer 1 of the model', () =>
        within('layer 3 of sequential', () => {
          throw new ShapeError(details);
        }),
      );
    expect(thrown).toThrow(
      'dense (layer 3 of sequential, layer 1 of the model): `x` must have shape [batch, 4]; received [2, 5].',
    );
  });

  it('leave what others throw as it is', () => {
    const error = new RangeError('not ours');
    expect(() =>
      within('layer 1', () => {
        throw error;
      }),
    ).toThrow(error);
    expect(error.message).toBe('not ours');
    expect(within('layer 1', () => 7)).toBe(7);
  });
});
