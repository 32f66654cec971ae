/** The query with which a lesson begins, by its name. */
type Starts<Name extends string = string> = Readonly<Record<Name, string>>;

/** Flats: their size in m², and what they cost in thousands. */
const FLATS = 'data=own&points=35,140;48,185;55,210;62,240;70,262;81,300;90,345;104,380;120,450';
/** All x lie on one side of 0: then the loss is a long and narrow valley. */
const RAVINE = 'data=own&points=1,0.6;1.5,0.7;2,1.1;2.5,1.2;3,1.7;3.5,1.8;4,2.2';

export const NEURON_STARTS: Starts<'diverge' | 'normalize' | 'momentum'> = {
  diverge: 'rate=0.1&speed=15',
  normalize: `${FLATS}&rate=0.01&w=0&speed=15`,
  momentum: `${RAVINE}&rate=0.05&w=2&b=-2&speed=60`,
};

export const NETWORK_STARTS: Starts<'xor' | 'overfit' | 'schedule' | 'augment'> = {
  xor: 'data=xor&hidden=&steps=0',
  overfit: 'data=gauss&noise=50&ratio=10&hidden=8,8&activation=relu&showTest=1',
  schedule: 'data=rings&noise=20&hidden=8&optimizer=sgd&rate=0.5&batch=4&horizon=600',
  augment: 'data=circle&noise=20&ratio=10&hidden=8,8&activation=relu&showTest=1',
};

export const LAYERS_STARTS: Starts<'softmax'> = { softmax: 'logits=1,1,1' };

/** The query that an address means: one that only names a lesson means how it begins. */
export function expandLesson(query: string, starts: Starts): string {
  const [, name = ''] = /^lesson=([^&]*)$/.exec(query) ?? [];
  return Object.hasOwn(starts, name) ? `${starts[name]}&lesson=${name}` : query;
}
