import { Check, Choice, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { RunInfo } from '../messages.js';
import { groupsOf } from './groups.js';
import { HyperparameterTable, RunList } from './run-table.js';
import { ScalarChart, type View } from './scalar-chart.js';
import { useRuns } from './server-data.js';
import { LoggedHistogram, LoggedImage, LoggedTable } from './steps.js';

const AXES = [
  { value: 'step', title: 'Steps' },
  { value: 'minutes', title: 'Minutes' },
] as const;

/** Everything below the head of the page. */
export function App(): JSX.Element {
  const { runs, connected } = useRuns();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [view, setView] = useState<View>({ axis: 'step', smoothing: 0, logarithmic: false });
  const shown = useMemo(() => runs.filter(({ name }) => !hidden.has(name)), [runs, hidden]);
  const order = runs.map(({ name }) => name);
  const groups = groupsOf(shown.map(({ scalars }) => Object.keys(scalars)));
  return (
    <>
      <h1 class="hidden">Runs</h1>
      {!connected && (
        <p class="banner problem" role="alert">
          The server does not answer. Is `npm run watch` still running?
        </p>
      )}
      <div class="layout">
        <div class="side">
          <Panel title="Runs">
            <RunList runs={runs} hidden={hidden} onHide={setHidden} />
          </Panel>
          <Panel title="Curves">
            <Choice
              label="Horizontal axis"
              value={view.axis}
              options={AXES}
              onChange={(axis) => setView({ ...view, axis })}
            />
            <Slider
              label="Smoothing"
              min={0}
              max={0.99}
              step={0.01}
              value={view.smoothing}
              onChange={(smoothing) => setView({ ...view, smoothing })}
            />
            <Check
              label="Logarithmic where above 0"
              checked={view.logarithmic}
              onChange={(logarithmic) => setView({ ...view, logarithmic })}
            />
          </Panel>
        </div>
        <div class="content">
          {groups.map(({ group, names }) => (
            <Panel key={group} title={group}>
              <div class="charts">
                {names.map((name) => (
                  <ScalarChart
                    key={name}
                    name={name}
                    runs={shown.filter(({ scalars }) => name in scalars)}
                    order={order}
                    view={view}
                  />
                ))}
              </div>
            </Panel>
          ))}
          {shown.some(({ hyperparameters }) => Object.keys(hyperparameters).length > 0) && (
            <Panel title="Hyperparameters">
              <HyperparameterTable runs={shown} />
            </Panel>
          )}
          <LoggedOf kind="tables" title="Tables" runs={shown} />
          <LoggedOf kind="images" title="Images" runs={shown} />
          <LoggedOf kind="histograms" title="Histograms" runs={shown} />
          {shown.some(({ texts }) => Object.keys(texts).length > 0) && (
            <Panel title="Texts">
              {shown.flatMap((run) =>
                Object.entries(run.texts).map(([name, text]) => (
                  <figure key={`${run.name} ${name}`}>
                    <figcaption>
                      {name} · {run.name}
                    </figcaption>
                    <pre>{text}</pre>
                  </figure>
                )),
              )}
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function LoggedOf({
  kind,
  title,
  runs,
}: {
  readonly kind: 'images' | 'histograms' | 'tables';
  readonly title: string;
  readonly runs: readonly RunInfo[];
}): JSX.Element | null {
  const all = runs.flatMap((run) =>
    Object.entries(run[kind]).map(([name, steps]) => ({ run: run.name, name, steps, key: `${name} ${run.name}` })),
  );
  if (all.length === 0) return null;
  return (
    <Panel title={title}>
      <div class="charts">
        {all
          // Those of one name beside each other, in the order of the runs.
          .sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))
          .map(({ key, ...logged }) => {
            if (kind === 'images') return <LoggedImage key={key} {...logged} />;
            const Logged = kind === 'tables' ? LoggedTable : LoggedHistogram;
            return <Logged key={key} {...logged} />;
          })}
      </div>
    </Panel>
  );
}
