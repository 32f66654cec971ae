import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNeuronState, encodeNeuronState, firstNeuronState } from '../../src/neuron/neuron-state.js';
import { choiceField, decodeFields, encodeFields, flagField, listField, numberField } from '../../src/url/fields.js';
import { formatRoute, parseRoute } from '../../src/url/route.js';

const fields = {
  rate: numberField({ min: 0, max: 10 }),
  kind: choiceField(['one', 'two']),
  on: flagField,
  sizes: listField(numberField({ min: 1, max: 8, integer: true }), { separator: ',', least: 0, most: 8 }),
};
type State = { rate: number; kind: 'one' | 'two'; on: boolean; sizes: readonly number[] };
const defaults: State = { rate: 1, kind: 'one', on: false, sizes: [4] };

test('what is encoded is decoded', () => {
  const states = fc.record({
    rate: fc.integer({ min: 0, max: 1000 }).map((hundredths) => hundredths / 100),
    kind: fc.constantFrom('one' as const, 'two' as const),
    on: fc.boolean(),
    sizes: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(decodeFields(fields, encodeFields<State>(fields, state, defaults), defaults)).toEqual({
        state,
        problems: [],
      });
    }),
  );
});

test('defaults are left out, and what means nothing is named', () => {
  expect(encodeFields<State>(fields, defaults, defaults)).toBe('');
  const { state, problems } = decodeFields<State>(fields, 'rate=11&kind=three&on=yes&sizes=1,9&other=1', defaults);
  expect(state).toEqual(defaults);
  expect(problems).toEqual(['rate=11', 'kind=three', 'on=yes', 'sizes=1,9']);
  for (const rate of ['0x1', 'Infinity', '', '1,5', '1 2']) {
    expect(decodeFields<State>(fields, `rate=${rate}`, defaults).problems).toEqual([`rate=${rate}`]);
  }
  expect(decodeFields<State>(fields, 'rate=5e-1', defaults).state.rate).toBe(0.5);
  expect(decodeNeuronState('data=own&points=0x10,1').problems).toEqual(['points=0x10,1']);
  expect(decodeNeuronState('data=own&points=1e300,1').problems).toEqual(['points=1e300,1']);
});

test('no query at all breaks the room of the neuron', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const { state } = decodeNeuronState(`points=${a}&data=own&step=${b}&${a}=${b}`);
      expect(state.points.length).toBeGreaterThan(0);
      expect(Number.isInteger(state.step)).toBe(true);
    }),
  );
});

test('own points stand in the address, those of a preset by its name', () => {
  const own = { ...firstNeuronState(), data: 'own' as const, points: [{ x: 1, y: -2.5 }], step: 3 };
  expect(encodeNeuronState(own)).toBe('data=own&points=1,-2.5&step=3');
  expect(decodeNeuronState(encodeNeuronState(own))).toEqual({ state: own, problems: [] });
  // An address without a word opens a walk that has begun.
  expect(encodeNeuronState(firstNeuronState())).toBe('step=0');
  expect(decodeNeuronState('step=0').state).toEqual(firstNeuronState());
  expect(encodeNeuronState({ ...firstNeuronState(), step: decodeNeuronState('').state.step })).toBe('');
});

test('own data without points is a fault, not an empty room', () => {
  expect(decodeNeuronState('data=own').problems).toEqual(['data=own']);
});

test('a route is a room and a query', () => {
  expect(parseRoute('#neuron?rate=1')).toEqual({ room: 'neuron', query: 'rate=1' });
  expect(parseRoute('#/neuron')).toEqual({ room: 'neuron', query: '' });
  expect(parseRoute('')).toEqual({ room: '', query: '' });
  expect(formatRoute(parseRoute('#neuron?rate=1'))).toBe('#neuron?rate=1');
});
