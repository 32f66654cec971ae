import { Choice } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { format, inner } from '../ui/format.js';
import type { CellStep, GateName } from './gates.js';

const TITLES: Readonly<Record<GateName, string>> = {
  i: 'Input gate: how much of the new is written',
  f: 'Forget gate: how much of the memory stays',
  g: 'Candidate: what is new',
  o: 'Output gate: how much of the memory is shown',
  r: 'Reset gate: how much of the state the candidate sees',
  z: 'Update gate: how much of the state stays',
  n: 'Candidate: what is new',
};

/** The gates of an LSTM or a GRU at one time, with their formulas in numbers. */
export function GatesView({ step, time }: { readonly step: CellStep; readonly time: number }): JSX.Element {
  const [chosen, setChosen] = useState(0);
  const unit = Math.min(chosen, step.h.length - 1);
  const value = (name: GateName): number => step.gates.find((gate) => gate.name === name)!.value[unit]!; // it has it
  const hBefore = step.hBefore[unit]!;
  const end = step.c.length > 0;
  return (
    <div class="gates">
      <Choice
        label={`Time ${time + 1}, written out for the number`}
        value={String(unit)}
        options={step.h.map((_, i) => ({ value: String(i), title: `${i + 1} of the state` }))}
        onChange={(next) => setChosen(Number(next))}
      />
      <dl class="lines">
        {step.gates.map(({ name, fromInput, fromState, bias, value: values }) => {
          const squash = name === 'g' || name === 'n' ? 'tanh' : 'σ';
          const state =
            name === 'n' ? `${short(value('r'))} · ${shortInner(fromState[unit]!)}` : shortInner(fromState[unit]!);
          return (
            <div key={name}>
              <dt>{TITLES[name]}</dt>
              <dd>
                <span class="formula">
                  {name} = {squash}(x · w + {name === 'n' ? 'r · (h · u + b₂)' : 'h · u'} + b)
                </span>
                <span class="numbers">
                  {squash}({short(fromInput[unit]!)} + {state} + {shortInner(bias[unit]!)}) = {short(values[unit]!)}
                </span>
              </dd>
            </div>
          );
        })}
        {end ? (
          <>
            <div>
              <dt>Memory</dt>
              <dd>
                <span class="formula">c = f · c before + i · g</span>
                <span class="numbers">
                  {short(value('f'))} · {shortInner(step.cBefore[unit]!)} + {short(value('i'))} ·{' '}
                  {shortInner(value('g'))} = {short(step.c[unit]!)}
                </span>
              </dd>
            </div>
            <div>
              <dt>State</dt>
              <dd>
                <span class="formula">h = o · tanh(c)</span>
                <span class="numbers">
                  {short(value('o'))} · tanh({short(step.c[unit]!)}) = {short(step.h[unit]!)}
                </span>
              </dd>
            </div>
          </>
        ) : (
          <div>
            <dt>State</dt>
            <dd>
              <span class="formula">h = (1 − z) · n + z · h before</span>
              <span class="numbers">
                (1 − {short(value('z'))}) · {shortInner(value('n'))} + {short(value('z'))} · {shortInner(hBefore)} ={' '}
                {short(step.h[unit]!)}
              </span>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** Three digits: a line holds many of them. */
function short(value: number): string {
  return format(Number(value.toPrecision(3)));
}

function shortInner(value: number): string {
  return inner(Number(value.toPrecision(3)));
}
