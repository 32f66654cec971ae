import { ArgumentError, FormatError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  conditional,
  createStudy,
  float,
  int,
  medianPruner,
  memoryLog,
  type Objectives,
  optimize,
  randomSampler,
  type Sampler,
  type StudyLog,
  tpeSampler,
} from '../src/index.js';

const space = { x: float(-1, 1), kind: conditional({ a: {}, b: { n: int(0, 9) } }) };

/** A log that other processes share. */
function sharedLog(): StudyLog {
  return { ...memoryLog(), isShared: true };
}

describe('a study', () => {
  it('gives the same trials for one seed, and others for another', async () => {
    const run = async (seed: number) => {
      const study = await createStudy(space, { seed });
      await optimize(study, ({ values, seed }) => values.x ** 2 + (seed % 7) * 1e-3, { trials: 30 });
      return study.trials.map(({ values, result }) => ({ values, result }));
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it('goes on where its log ends, as if it had not been interrupted', async () => {
    const whole = await createStudy(space, { sampler: tpeSampler({ startup: 5 }) });
    await optimize(whole, ({ values }) => values.x, { trials: 24 });
    const log = sharedLog();
    for (const trials of [7, 12, 5]) {
      const part = await createStudy(space, { sampler: tpeSampler({ startup: 5 }), log });
      await optimize(part, ({ values }) => values.x, { trials });
      await part.close();
    }
    const again = await createStudy(space, { log });
    expect(again.trials.map(({ values }) => values)).toEqual(whole.trials.map(({ values }) => values));
    expect(again.best).toEqual({ ...whole.best, seconds: again.best?.seconds });
  });

  it('keeps infinite results and reports, and takes NaN for a failure', async () => {
    const log = memoryLog();
    const study = await createStudy({ x: float(0, 1) }, { log, objectives: 'maximize' });
    for (const result of [1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN]) {
      const trial = (await study.ask())!;
      await trial.report(1, result);
      await study.tell(trial, result);
    }
    const read = await createStudy({ x: float(0, 1) }, { log, objectives: 'maximize' });
    expect(read.trials.map(({ result }) => result)).toEqual([
      1,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      undefined,
    ]);
    expect(read.trials.map(({ reports }) => reports[0]!.value)).toEqual([
      1,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
    expect(read.trials[3]).toMatchObject({ state: 'failed', problem: 'the result is NaN' });
    expect(read.best?.number).toBe(2);
  });

  it('takes values that were enqueued first, and refuses others', async () => {
    const study = await createStudy(space);
    await study.enqueue({ x: 0.5, kind: { kind: 'b', n: 3 } });
    await study.enqueue({ x: -0.5, kind: { kind: 'a' } });
    expect((await study.ask())!.values).toEqual({ x: 0.5, kind: { kind: 'b', n: 3 } });
    expect((await study.ask())!.values).toEqual({ x: -0.5, kind: { kind: 'a' } });
    const refuse = (values: unknown, received: string): Promise<unknown> =>
      expectError(
        () => study.enqueue(values as never),
        ArgumentError,
        `Study.enqueue: \`values\` must be those of the space; received ${received}.`,
      );
    await refuse({ x: 2, kind: { kind: 'a' } }, 'x = 2');
    await refuse({ x: 0, kind: { kind: 'c' } }, "kind = 'c'");
    await refuse({ x: 0, kind: { kind: 'b', n: 0.5 } }, 'kind.b.n = 0.5');
    await refuse({ x: 0 }, 'too few');
    await refuse({ x: 0, y: 1, kind: { kind: 'a' } }, 'y = 1');
    await refuse(3, 'too few');
  });

  it('keeps what is noted beside a result, and tries values again when it is told to', async () => {
    const log = memoryLog();
    const study = await createStudy({ x: float(0, 1) }, { log });
    const trial = (await study.ask())!;
    trial.note({ milliseconds: 3 });
    trial.note({ file: 'a.json' });
    await study.tell(trial, { problem: 'interrupted', retry: true });
    const again = (await study.ask())!;
    expect(again.values).toEqual(trial.values);
    again.note({ milliseconds: 4, file: null });
    await study.tell(again, 1);
    const read = await createStudy({ x: float(0, 1) }, { log });
    expect(read.trials.map(({ state, attributes }) => [state, attributes])).toEqual([
      ['lost', {}],
      ['complete', { milliseconds: 4, file: null }],
    ]);
  });

  it('finds the best that keeps its constraints, and the front of several objectives', async () => {
    const one = await createStudy({ x: float(0, 1) });
    for (const [x, limit] of [
      [0.1, 1],
      [0.5, -1],
      [0.3, 0],
    ] as const) {
      await one.enqueue({ x });
      const trial = (await one.ask())!;
      trial.constrain({ bytes: limit });
      await one.tell(trial, trial.values.x);
    }
    expect(one.best?.result).toBe(0.3);
    expect(one.front.map(({ number }) => number)).toEqual([2]);

    const two = await createStudy({ x: float(0, 9) }, { objectives: { loss: 'minimize', speed: 'maximize' } });
    for (const [loss, speed] of [
      [3, 3],
      [1, 1],
      [2, 2],
      [3, 2],
      [1, 0.5],
    ] as const) {
      await two.tell((await two.ask())!, { loss, speed });
    }
    expect(two.front.map(({ number }) => number).sort()).toEqual([0, 1, 2]);
    expect(two.best).toBeUndefined();
  });

  it('tries the values of a lost trial again, as often as it is told', async () => {
    const log = sharedLog();
    const values: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      const study = await createStudy({ x: float(0, 1) }, { log, retries: 2 });
      values.push((await study.ask())!.values);
      await study.close(); // before it ended
    }
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
    expect(values[3]).not.toEqual(values[0]);
    const study = await createStudy({ x: float(0, 1) }, { log });
    expect(study.trials.map(({ state, retryOf }) => [state, retryOf])).toEqual([
      ['lost', undefined],
      ['lost', 0],
      ['lost', 1],
      ['lost', undefined],
    ]);
  });

  it('refuses the log of another study by what differs', async () => {
    const log = memoryLog();
    await createStudy({ x: float(0, 1) }, { log });
    const refuse = (call: () => Promise<unknown>, what: string): Promise<unknown> =>
      expectError(
        call,
        ArgumentError,
        `createStudy: the study in memory has ${what}. Give the changed study a log of its own.`,
      );
    await refuse(() => createStudy({ x: float(0, 2) }, { log }), 'another x');
    await refuse(() => createStudy({ x: float(0, 1), y: int(0, 1) }, { log }), 'another y');
    await refuse(() => createStudy({ x: float(0, 1) }, { log, objectives: 'maximize' }), 'other objectives');
    const foreign = memoryLog();
    await foreign.append('{"type":"ask","id":"1","worker":{"id":"1","host":"","pid":0},"time":0}');
    await expectError(
      () => createStudy({ x: float(0, 1) }, { log: foreign }),
      FormatError,
      'createStudy: memory does not begin with a study.',
    );
  });

  it('passes over lines that were cut off', async () => {
    const log = memoryLog();
    const study = await createStudy({ x: float(0, 1) }, { log });
    await log.append('{"type":"tell","trial":0,"sta');
    await optimize(study, ({ values }) => values.x, { trials: 2 });
    expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'complete']);
  });

  it('refuses wrong outcomes, reports and trials, each in a sentence', async () => {
    const study = await createStudy({ x: float(0, 1) });
    const trial = (await study.ask())!;
    await expectError(
      () => study.tell(trial, 'good' as never),
      ArgumentError,
      "Study.tell: `outcome` must be a number; received 'good'.",
    );
    await trial.report(3, 1);
    await expectError(
      () => trial.report(3, 1),
      ArgumentError,
      'RunningTrial.report: `step` must be an integer of at least 4; received 3.',
    );
    await expectError(
      () => trial.report(4, '1' as never),
      ArgumentError,
      "RunningTrial.report: `value` must be a number; received '1'.",
    );
    await expectError(
      () => trial.constrain({ bytes: Number.NaN }),
      ArgumentError,
      'RunningTrial.constrain: `bytes` must be a number; received NaN.',
    );
    await study.tell(trial, 1);
    await expectError(
      () => study.tell(trial, 1),
      ArgumentError,
      'Study.tell: this trial does not run in this study: `ask` began none such, or it has ended.',
    );
    const several = await createStudy({ x: float(0, 1) }, { objectives: { a: 'minimize', b: 'maximize' } });
    const own = (await several.ask())!;
    await expectError(
      () => several.tell(own, { a: 1 } as never),
      ArgumentError,
      'Study.tell: `outcome` must be a record of numbers: a, b; received an object with a.',
    );
    await expectError(
      () => own.report(1, 1),
      ArgumentError,
      'RunningTrial.report: trials of several objectives cannot be pruned, and report nothing.',
    );
  });

  it.each<readonly [string, object, string]>([
    [
      'objective',
      { objectives: 'smallest' },
      "createStudy: `objectives` must be 'minimize' or 'maximize'; received 'smallest'. Several have names: { loss: 'minimize', accuracy: 'maximize' }.",
    ],
    [
      'objective by name',
      { objectives: { a: 'up' } },
      "createStudy: `objectives.a` must be 'minimize' or 'maximize'; received 'up'.",
    ],
    [
      'objectives',
      { objectives: {} as Objectives },
      "createStudy: `objectives` must be 'minimize', 'maximize' or a record of these; received an empty object.",
    ],
    [
      'sampler',
      { sampler: tpeSampler },
      'createStudy: `sampler` must be a sampler; received the function tpeSampler. Call it first: tpeSampler(), not tpeSampler.',
    ],
    ['pruner', { pruner: {} }, 'createStudy: `pruner` must be a pruner; received an empty object.'],
    [
      'pruner of several',
      { pruner: medianPruner(), objectives: { a: 'minimize', b: 'minimize' } },
      'createStudy: trials of several objectives cannot be pruned.',
    ],
    ['seed', { seed: -1 }, 'createStudy: `seed` must be an integer of at least 0; received -1.'],
    ['log', { log: 'study.jsonl' }, "createStudy: `log` must be a log; received 'study.jsonl'."],
    ['patience', { patience: 0 }, 'createStudy: `patience` must be a finite number above 0; received 0.'],
    [
      'option',
      { sampeler: randomSampler() },
      'createStudy: `options` must be among `objectives`, `sampler`, `pruner`, `seed`, `log`, `retries`, `patience`; received `sampeler`.',
    ],
  ])('refuses a wrong %s', async (_, options, message) => {
    await expectError(() => createStudy({ x: float(0, 1) }, options), ArgumentError, message);
  });

  it('names a sampler that leaves the space', async () => {
    const wrong: Sampler = { name: 'wrong', sample: () => [2] };
    const study = await createStudy({ x: float(0, 1) }, { sampler: wrong });
    await expectError(
      () => study.ask(),
      ArgumentError,
      'the sampler wrong: it must choose a position from 0 to 1 for each of 1 axes; it chose 2.',
    );
  });
});
