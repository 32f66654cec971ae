import { CLASSES, NO_DIGIT } from '@neurite/digits-model/classes';
import { Button } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import type { Correction } from './use-correction.js';

/** Buttons to say what a drawing shows. */
export function CorrectionRow({
  correction: { busy, outcome, problem, start },
  image,
  disabled,
}: {
  readonly correction: Correction;
  /** What the network sees of it; undefined where nothing is drawn. */
  readonly image: Float32Array | undefined;
  readonly disabled: boolean;
}): JSX.Element {
  return (
    <div class="correction">
      <fieldset disabled={disabled}>
        <legend class="hint">Is that wrong? Say what it is, and it learns it here.</legend>
        <div class="labels">
          {Array.from({ length: CLASSES + 1 }, (_, label) => (
            <Button key={label} disabled={disabled} onClick={() => image !== undefined && start({ image, label })}>
              {label === NO_DIGIT ? 'none' : label}
            </Button>
          ))}
        </div>
      </fieldset>
      <p class="hint" role="status">
        {busy ? 'It is learning your drawing, among digits it knows …' : outcome}
      </p>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
