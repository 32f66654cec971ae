import { Button, Fold, Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Lesson } from './lesson.js';
import { keepProgress, type Progress, readProgress } from './progress.js';

type LessonsProps<Facts> = {
  readonly lessons: readonly Lesson<Facts>[];
  /** The name of the open lesson; '' for none. */
  readonly name: string;
  /** What the goals are checked against; undefined while the room knows nothing yet. */
  readonly facts: Facts | undefined;
  /** Opens a lesson with its first step; '' closes it. */
  readonly onOpen: (name: string) => void;
  /** Sets the room to the state that a query means. */
  readonly onSetup: (query: string) => void;
};

/** The lessons of a room: the list, or the open one beside the controls that it speaks of. */
export function LessonsPanel<Facts>({ lessons, name, facts, onOpen, onSetup }: LessonsProps<Facts>): JSX.Element {
  const [progress, setProgress] = useState<Progress>(readProgress);
  const lesson = lessons.find((one) => one.name === name);
  const at = Math.min(progress[name] ?? 0, lesson?.steps.length ?? 0);
  const step = lesson?.steps[at];
  const reached = step !== undefined && facts !== undefined && step.goal(facts);
  const keep = (done: number): void => {
    // Another tab may have kept more meanwhile.
    const next = { ...progress, ...readProgress(), [name]: done };
    keepProgress(next);
    setProgress(next);
  };
  useEffect(() => {
    if (reached) keep(at + 1);
  }, [reached, name, at]);

  if (lesson === undefined) {
    return (
      <Fold title="Lessons" name="lessons">
        <p class="hint">A few steps each, with a goal that the page checks. What you have done stays on this device.</p>
        <ul class="lesson-list">
          {lessons.map((one) => (
            <li key={one.name}>
              <Button onClick={() => onOpen(one.name)}>
                {one.title}
                {(progress[one.name] ?? 0) >= one.steps.length ? ' ✓' : ''}
              </Button>
            </li>
          ))}
        </ul>
      </Fold>
    );
  }
  const next = lessons[(lessons.indexOf(lesson) + 1) % lessons.length]!;
  return (
    <Panel title={`Lesson: ${lesson.title}`} name="lessons open">
      <ol class="lesson-steps">
        {lesson.steps.map((one, i) => (
          <li key={i} class={i < at ? 'done' : i === at ? 'now' : 'later'} aria-current={i === at ? 'step' : undefined}>
            {one.text}
            {i < at ? <strong> ✓ {one.done}</strong> : null}
          </li>
        ))}
      </ol>
      <p class="hidden" role="status">
        {at === 0 ? '' : `Done: ${lesson.steps[at - 1]!.done}`}
      </p>
      <div class="row">
        {step?.setup === undefined ? null : <Button onClick={() => onSetup(step.setup!)}>Set this step up</Button>}
        {at === 0 ? null : (
          <Button
            onClick={() => {
              keep(0);
              onOpen(name);
            }}
          >
            Begin again
          </Button>
        )}
        {step === undefined && next !== lesson ? (
          <Button kind="main" onClick={() => onOpen(next.name)}>
            Next: {next.title}
          </Button>
        ) : null}
        <Button onClick={() => onOpen('')}>Close the lesson</Button>
      </div>
    </Panel>
  );
}
