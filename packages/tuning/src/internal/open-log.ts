import { ArgumentError, FormatError } from '@neurite/core';
import type { Space } from '../space/space.js';
import type { StudyLog } from '../study/study-log.js';
import type { Objectives } from '../study/trial.js';
import type { StudyEvent } from './events.js';
import { spaceAsJson } from './space-as-json.js';
import { StudyState } from './study-state.js';

/** A log, and what it has said so far. */
export class OpenedLog {
  readonly log: StudyLog;
  readonly state: StudyState;
  #position = 0;
  /** One reading at a time, so that no line counts twice. */
  #reading: Promise<void> = Promise.resolve();

  constructor(log: StudyLog, state: StudyState) {
    this.log = log;
    this.state = state;
  }

  append(event: StudyEvent): Promise<void> {
    return this.log.append(JSON.stringify(event));
  }

  /** Reads what has come. */
  refresh(): Promise<void> {
    this.#reading = this.#reading.catch(() => {}).then(() => this.#read());
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { lines, position } = await this.log.read(this.#position);
    this.#position = position;
    for (const line of lines) {
      const event = parsed(line);
      if (event !== undefined) this.state.apply(event);
    }
  }
}

/**
 * Opens a log for a study, which it holds already or will hold.
 *
 * @throws ArgumentError when it holds another one
 * @throws FormatError when it is none of a study
 */
export async function openLog(
  log: StudyLog,
  { space, objectives, retries }: { readonly space: Space; readonly objectives: Objectives; readonly retries: number },
): Promise<OpenedLog> {
  const opened = new OpenedLog(log, new StudyState(retries));
  await opened.refresh();
  const mine = { type: 'study', version: 1, space: spaceAsJson(space), objectives } as const;
  if (opened.state.made === undefined) {
    if (opened.state.trials.length > 0) {
      throw new FormatError({ where: 'createStudy', problem: `${log.name} does not begin with a study` });
    }
    await opened.append(mine);
    await opened.refresh();
  }
  const { made } = opened.state;
  if (made?.version !== 1) {
    throw new FormatError({ where: 'createStudy', problem: `${log.name} holds no study that this version can read` });
  }
  const paths = new Set([...Object.keys(made.space), ...Object.keys(mine.space)]);
  const other = [...paths].find((path) => JSON.stringify(made.space[path]) !== JSON.stringify(mine.space[path]));
  if (other !== undefined || JSON.stringify(made.objectives) !== JSON.stringify(objectives)) {
    const what = other === undefined ? 'other objectives' : `another ${other}`;
    throw new ArgumentError({
      where: 'createStudy',
      problem: `the study in ${log.name} has ${what}`,
      advice: 'Give the changed study a log of its own',
    });
  }
  return opened;
}

/** Undefined for what was cut off. */
function parsed(line: string): StudyEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null && 'type' in event ? (event as StudyEvent) : undefined; // as this package wrote it
  } catch {
    return undefined;
  }
}
