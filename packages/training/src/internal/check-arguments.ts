import { ArgumentError, type Callback, checkKind, describeValue } from '@neurite/core';

/** @throws ArgumentError for a value that is not a model: a blueprint, most often */
export function assertModel(where: string, model: unknown): void {
  if (typeof model === 'object' && model !== null && 'forward' in model) return;
  const isBlueprint = typeof model === 'object' && model !== null && 'outputSpec' in model && 'name' in model;
  throw new ArgumentError({
    where,
    argument: 'model',
    expected: 'be a module',
    received: isBlueprint ? `the blueprint ${String(model.name)}, which has no weights yet` : describeValue(model),
    advice: isBlueprint ? 'Build it first: build(network, { input: [28, 28, 1] })' : undefined,
  });
}

/** @throws ArgumentError for a value that is not a function */
export function assertLoss(where: string, loss: unknown): void {
  if (typeof loss === 'function') return;
  const expected = 'be a function of predictions and targets';
  throw new ArgumentError({ where, argument: 'loss', expected, received: describeValue(loss) });
}

/** @throws ArgumentError when it has no `update` */
export function assertOptimizer(where: string, optimizer: unknown): void {
  checkKind(where, 'optimizer', optimizer, { be: 'an optimizer', member: 'update' });
}

/** Names that mean something else where metrics are reported. */
const reserved = ['epoch', 'steps', 'samples', 'seconds', 'loss', 'validation'];

/** @throws ArgumentError for a value that is not a metric, and for names that are taken */
export function assertMetrics(where: string, metrics: Readonly<Record<string, unknown>>): void {
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    throw new ArgumentError({
      where,
      argument: 'metrics',
      expected: 'be a record of metrics by name',
      received: describeValue(metrics),
      advice: 'Write metrics: { accuracy }',
    });
  }
  for (const [name, metric] of Object.entries(metrics)) {
    if (reserved.includes(name) || name.startsWith('validation.')) {
      const expected = `have other names than ${reserved.join(', ')}`;
      throw new ArgumentError({ where, argument: 'metrics', expected, received: name });
    }
    checkKind(where, `metrics.${name}`, metric, { be: 'a metric', member: 'value' });
  }
}

/** @throws ArgumentError for what is not a list of callbacks, and when two have one name */
export function assertCallbacks(where: string, callbacks: readonly Callback[]): void {
  if (!Array.isArray(callbacks)) {
    const expected = 'be a list of callbacks';
    throw new ArgumentError({ where, argument: 'callbacks', expected, received: describeValue(callbacks) });
  }
  for (const [i, callback] of callbacks.entries()) {
    checkKind(where, `callbacks.${i}`, callback, { be: 'a callback', member: 'name' });
  }
  const names = callbacks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  const received = `two with the name ${twice}`;
  throw new ArgumentError({ where, argument: 'callbacks', expected: 'have a name each', received });
}
