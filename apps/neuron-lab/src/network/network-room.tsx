import { Check, Fold, Panel } from '@neurite/page-kit/controls';
import { ExaminationFold } from '@neurite/page-kit/examination-fold';
import { saveFile } from '@neurite/page-kit/save-file';
import type { JSX } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { beginExamination } from '../examining/begin-examination.js';
import { LessonsPanel } from '../lessons/lessons-panel.js';
import { NETWORK_LESSONS } from '../lessons/network-lessons.js';
import { Curves } from '../ui/curves.js';
import { Problems } from '../ui/problems.js';
import { type RoomCodec, useRoomState } from '../ui/room-state.js';
import { useUsable } from '../ui/usable.js';
import { useGround } from '../ui/use-ground.js';
import { useNarrow } from '../ui/use-narrow.js';
import { passOf } from './backprop.js';
import { BackwardPanel, labelAt, stagesOf } from './backward-panel.js';
import { DataControls, TrainingControls } from './config-panel.js';
import { Diagram } from './diagram.js';
import { DrawControls } from './draw-controls.js';
import { EngineControls } from './engine-panel.js';
import { featuresOf } from './features.js';
import { FilesPanel } from './files-panel.js';
import { parseColor } from './heat.js';
import { ConfusionPanel, HistogramsPanel } from './insight-panels.js';
import type { NetworkConfig } from './network-config.js';
import { NetworkPlayer } from './network-player.js';
import type { NeuronPlace } from './neuron-name.js';
import { NeuronPanel } from './neuron-panel.js';
import { decodeNetworkState, encodeNetworkState, type NetworkState } from './room-codec.js';
import { RunControls } from './run-controls.js';
import { RunOutput } from './run-output.js';
import { classesOf, makeSamples, outputsOf, type Sample, taskKind } from './samples.js';
import { isOf } from './snapshot.js';
import { type Run, useRun } from './use-run.js';
import '../styles/classes.css';
import '../styles/network.css';

const CODEC: RoomCodec<NetworkState> = { room: 'network', encode: encodeNetworkState, decode: decodeNetworkState };

/** A deep network, one run of it or two side by side. */
export function NetworkRoom(): JSX.Element {
  const [state, set, problems, arrivals, read] = useRoomState(CODEC);
  const [playing, setPlaying] = useState(false);
  // Who opens a lesson or follows a link presses Play anew.
  useLayoutEffect(() => setPlaying(false), [arrivals]);
  const [restarts, setRestarts] = useState(0);
  const [chosen, setChosen] = useState<NeuronPlace>();
  const [brush, setBrush] = useState(0);
  const [way, setWay] = useState<{ readonly point: number; readonly at: number | undefined }>({
    point: 0,
    at: undefined,
  });
  const ground = useGround();
  const narrow = useNarrow();
  const { config: first, compared, edited, discretize, showTest, pace, engine } = state;
  const config = edited === 'b' && compared !== undefined ? compared : first;
  const update = useCallback((part: Partial<NetworkState>) => set((before) => ({ ...before, ...part })), [set]);
  const onConfig = useCallback(
    (which: 'a' | 'b') => (next: NetworkConfig) => update(which === 'a' ? { config: next } : { compared: next }),
    [update],
  );
  // Of the configuration as it is by then: two changes may come before the page is drawn again.
  const revise = (of: (now: NetworkConfig) => Partial<NetworkConfig>): void =>
    set((before) => {
      if (before.edited === 'b' && before.compared !== undefined) {
        return { ...before, compared: { ...before.compared, ...of(before.compared) } };
      }
      return { ...before, config: { ...before.config, ...of(before.config) } };
    });
  const common = { engine, arrivals, restarts, playing, pace };
  const runA = useRun({ ...common, config: learnable(first), steps: state.steps, onConfig: onConfig('a') });
  const runB = useRun({ ...common, config: learnable(compared), steps: state.stepsB, onConfig: onConfig('b') });
  const run = edited === 'b' && compared !== undefined ? runB : runA;
  const { snapshot } = run;
  useUsable(snapshot !== undefined || learnable(config) === undefined);

  const [stepsA, stepsB] = [replaySteps(runA), replaySteps(runB)];
  useEffect(() => update({ steps: stepsA, stepsB }), [stepsA, stepsB, update]);
  const over = runA.over || runB.over;
  useEffect(() => {
    if (over) setPlaying(false);
  }, [over]);
  const save = async (): Promise<void> => {
    const bytes = await run.ask<Uint8Array<ArrayBuffer>>({ type: 'save' });
    if (bytes !== undefined) saveFile('network.safetensors', bytes);
  };
  const play = (): void => {
    // What cannot go on begins anew.
    if (over) setRestarts((count) => count + 1);
    setPlaying(!playing);
  };

  const change = (part: Partial<NetworkConfig>): void => revise(() => part);
  const classes = classesOf(config);
  // While another network begins, what is there is still the last one's.
  const own = snapshot !== undefined && isOf(snapshot, config) ? snapshot : undefined;
  const { data, points, noise, ratio, seed } = config;
  const samples = useMemo(() => makeSamples({ data, points, noise, ratio, seed }), [data, points, noise, ratio, seed]);
  // Of the other settings nothing that is found depends.
  const examine = useCallback(
    () => beginExamination({ examined: 'points', config }),
    [samples, config.features, config.hidden],
  );
  const stages = useMemo(() => stagesOf(config.hidden.length + 1), [config.hidden.length]);
  const point = Math.min(way.point, samples.train.length - 1);
  const sample = samples.train[point];
  const pass = useMemo(() => {
    if (own === undefined || sample === undefined) return undefined;
    const inputs = featuresOf(config.features, sample.x1, sample.x2);
    const how = { activation: config.activation, kind: taskKind(config) };
    return passOf(own.layers, how, { inputs, label: sample.label });
  }, [own, sample, config]);
  const stage = way.at === undefined ? undefined : stages[way.at];
  const heat = useMemo(() => ({ ground: parseColor(ground), discretize: false }), [ground]);
  const rows = useMemo(
    () => (compared === undefined ? { Run: runA.rows } : { A: runA.rows, B: runB.rows }),
    [compared, runA.rows, runB.rows],
  );
  const drawing = config.data === 'drawn';
  const empty = learnable(config) === undefined;
  const onDrawn = (points: readonly Sample[]): void => revise((now) => ({ points: [...now.points, ...points] }));
  const output = (which: 'a' | 'b', name: string, one: Run, of: NetworkConfig): JSX.Element => (
    <>
      <RunOutput
        name={name}
        config={of}
        run={one}
        discretize={discretize}
        showTest={showTest}
        chosen={which === edited ? chosen : undefined}
        onChoose={setChosen}
        brush={drawing && which === edited ? brush : undefined}
        onDrawn={onDrawn}
      />
      {drawing && which === edited ? (
        <DrawControls
          brush={brush}
          points={config.points}
          onBrush={setBrush}
          onPoints={(points) => change({ points })}
        />
      ) : null}
    </>
  );

  const pause = (): void => setPlaying(false);
  const runControls = (
    <RunControls
      state={state}
      update={update}
      onCompare={() => {
        setRestarts((count) => count + 1);
        update({ compared: first, edited: 'b' });
      }}
    />
  );
  const settings = <TrainingControls config={config} change={change} />;
  const engines = (
    <EngineControls empty={empty} choice={engine} run={run} onChoose={(next) => update({ engine: next })} />
  );
  const train = (
    <Panel title="Train" name="train" key="train">
      <NetworkPlayer
        playing={playing}
        empty={empty}
        over={over}
        snapshot={snapshot}
        onReset={() => {
          pause();
          setRestarts((count) => count + 1);
        }}
        onPlay={play}
        onBack={
          stepsA > 0
            ? () => {
                pause();
                read(encodeNetworkState({ ...state, steps: stepsA - 1, stepsB: Math.max(stepsB - 1, 0) }));
              }
            : undefined
        }
        onStep={() => {
          pause();
          for (const one of [runA, runB]) one.step(1);
        }}
      >
        {narrow ? null : runControls}
      </NetworkPlayer>
      {narrow ? null : settings}
    </Panel>
  );
  const dataControls = (
    <>
      <DataControls config={config} change={change} />
      {empty ? null : (
        <ExaminationFold
          what="points"
          waiting={`${samples.train.length} training points and ${samples.test.length} test points are being examined`}
          begin={examine}
        />
      )}
    </>
  );
  const shape = (
    <Panel
      title={compared === undefined ? 'Network' : `Network of run ${edited.toUpperCase()}`}
      name="shape"
      key="shape"
    >
      <Diagram
        config={config}
        outputs={outputsOf(config)}
        binary={classes === 2}
        snapshot={own}
        heat={heat}
        chosen={chosen}
        label={(place) => (pass === undefined || stage === undefined ? undefined : labelAt(pass, stage, place))}
        onChoose={setChosen}
        onFeatures={(features) => change({ features })}
        onHidden={(hidden) => {
          setChosen(undefined);
          change({ hidden });
        }}
      />
      {chosen === undefined || own === undefined ? (
        <p class="hint">Press a neuron to see it large, and to read and set its weights.</p>
      ) : (
        <NeuronPanel
          config={config}
          snapshot={own}
          place={chosen}
          onWeight={(place, value) => {
            pause();
            void run.ask({ type: 'weight', place, value });
          }}
        />
      )}
    </Panel>
  );
  const outputs = [
    <Panel title={compared === undefined ? 'Output' : 'Output of run A'} name="output" key="output">
      {output('a', compared === undefined ? 'Output' : 'Run A', runA, first)}
      <div class="row">
        <Check label="Show test points" checked={showTest} onChange={(show) => update({ showTest: show })} />
        <Check label="Discretize" checked={discretize} onChange={(on) => update({ discretize: on })} />
      </div>
    </Panel>,
    compared === undefined ? null : (
      <Panel title="Output of run B" name="output-b" key="output-b">
        {output('b', 'Run B', runB, compared)}
      </Panel>
    ),
  ];
  const curve = (
    <Panel title="Loss over the steps" name="curve" key="curve">
      {empty ? <p class="hint">There is nothing to learn yet: draw points into the output.</p> : null}
      <Curves rows={rows} title="Loss over the steps" axis="step" />
    </Panel>
  );
  const backward =
    pass === undefined ? null : (
      <BackwardPanel
        key="backward"
        config={config}
        layers={own!.layers} // what the pass was taken through
        samples={samples.train}
        point={point}
        pass={pass}
        stages={stages}
        at={stage === undefined ? undefined : way.at}
        chosen={chosen}
        onPoint={(next) => setWay((before) => ({ ...before, point: next }))}
        onStage={(at) => {
          pause();
          setWay({ point, at });
        }}
      />
    );
  const insights =
    own === undefined
      ? []
      : [
          <ConfusionPanel key="confusion" config={config} snapshot={own} samples={samples} />,
          <HistogramsPanel key="histograms" config={config} snapshot={own} samples={samples} />,
        ];
  const files = (
    <FilesPanel
      key="files"
      config={config}
      epochs={snapshot?.epoch ?? 0}
      snapshot={own}
      running={!empty && !run.over}
      onSave={save}
      onLoad={run.load}
      onConfig={onConfig(edited)}
    />
  );

  return (
    <div class={`room network ${compared === undefined ? '' : 'compared'}`}>
      <header class="intro">
        <h1>A deep network</h1>
        <p>
          Many neurons side by side are a layer, layers one after another a deep network. Each small image shows what
          its neuron says everywhere on the plane.
        </p>
      </header>
      <Problems problems={problems} />
      <LessonsPanel
        lessons={NETWORK_LESSONS}
        name={state.lesson}
        facts={own === undefined ? undefined : { config, snapshot: own }}
        onOpen={(name) => (name === '' ? set((before) => ({ ...before, lesson: '' })) : read(`lesson=${name}`))}
        onSetup={(query) => read(`${query}&lesson=${state.lesson}`)}
      />
      {narrow
        ? [
            train,
            ...outputs,
            <Fold title="Data" name="data" key="data">
              {dataControls}
            </Fold>,
            <Fold title="Settings" name="tuning" key="tuning">
              <div class="controls">{runControls}</div>
              {settings}
              {engines}
            </Fold>,
            shape,
            backward,
            curve,
            ...insights,
            files,
          ]
        : [
            train,
            <div class="column" key="left">
              <Panel title="Data" name="data">
                {dataControls}
              </Panel>
              <Panel title="Engine" name="engines-here">
                {engines}
              </Panel>
            </div>,
            <div class="column" key="middle">
              {shape}
              {compared === undefined ? backward : curve}
            </div>,
            <div class="column" key="right">
              {outputs}
              {compared === undefined ? curve : null}
            </div>,
            compared === undefined ? null : backward,
            ...insights,
            files,
          ]}
    </div>
  );
}

/** Without points there is nothing to learn. */
function learnable(config: NetworkConfig | undefined): NetworkConfig | undefined {
  return config?.data === 'drawn' && config.points.length === 0 ? undefined : config;
}

/** The steps by which an address can bring the run back; 0 where they do not say all. */
function replaySteps({ snapshot }: Run): number {
  return snapshot?.replayable === true ? snapshot.step : 0;
}
