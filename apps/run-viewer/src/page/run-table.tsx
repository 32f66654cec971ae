import { Check } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import type { RunInfo } from '../messages.js';

/** The runs, each with a box that shows or hides it. */
export function RunList({
  runs,
  hidden,
  onHide,
}: {
  readonly runs: readonly RunInfo[];
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
}): JSX.Element {
  const turn = (name: string, on: boolean): void => {
    const next = new Set(hidden);
    if (on) next.delete(name);
    else next.add(name);
    onHide(next);
  };
  return (
    <ul class="runs">
      {runs.map((run) => (
        <li key={run.name}>
          <Check label={run.name} checked={!hidden.has(run.name)} onChange={(on) => turn(run.name, on)} />
          <p class="hint">{stateOf(run)}</p>
          {run.problem !== undefined && <p class="problem">{run.problem}</p>}
        </li>
      ))}
    </ul>
  );
}

/** The hyperparameters side by side; those that differ first. */
export function HyperparameterTable({ runs }: { readonly runs: readonly RunInfo[] }): JSX.Element | null {
  const columns = runs.map(({ name, hyperparameters }) => ({ name, values: flattened(hyperparameters) }));
  const names = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))];
  if (names.length === 0) return null;
  const differs = (name: string): boolean => new Set(columns.map(({ values }) => values.get(name))).size > 1;
  const rows = [...names.filter(differs), ...names.filter((name) => !differs(name))];
  return (
    // Wide tables scroll within, also by the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="wide" tabIndex={0} aria-label="Hyperparameters by run">
      <table>
        <thead>
          <tr>
            <th scope="col">Hyperparameter</th>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name) => (
            <tr key={name} class={differs(name) ? 'differs' : ''}>
              <th scope="row">{name}</th>
              {columns.map(({ name: run, values }) => (
                <td key={run} class="numbers">
                  {values.get(name) ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function stateOf({ state, reason, step, epoch, seconds }: RunInfo): string {
  const where = `step ${step.toLocaleString('en')}${epoch > 0 ? `, epoch ${epoch}` : ''}, ${duration(seconds)}`;
  return state === 'running' ? where : `${where}: ${reason}`;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Nested names joined by points; lists of values as they are written. */
function flattened(values: Readonly<Record<string, unknown>>, before = ''): Map<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    const path = before + name;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      result.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    } else {
      // A record of JSON.
      for (const [inner, text] of flattened(value as Readonly<Record<string, unknown>>, `${path}.`))
        result.set(inner, text);
    }
  }
  return result;
}
