import { Button, Choice, Panel } from '@neurite/page-kit/controls';
import { whereItLooks } from '@neurite/pets-model/where-it-looks';
import type { JSX } from 'preact';
import { PhotoCanvas } from '../photo/photo-canvas.js';
import type { Looked, Looking } from './use-looking.js';

/** Where the network sees a class in the photograph, and what the class needs. */
export function MapsPanel({
  looked,
  live,
  onSee,
  onNeed,
}: {
  readonly looked: Looked | undefined;
  /** Photographs follow one another: each is gone before somebody asks about it. */
  readonly live: boolean;
  readonly onSee: Looking['see'];
  readonly onNeed: Looking['need'];
}): JSX.Element {
  return (
    <Panel title="Where does it look?" name="maps">
      {looked === undefined ? (
        <p class="hint">What the network does not look at disappears behind a veil.</p>
      ) : (
        <Maps looked={looked} live={live} onSee={onSee} onNeed={onNeed} />
      )}
    </Panel>
  );
}

function Maps({
  looked: { photo, card, label, seen, needed },
  live,
  onSee,
  onNeed,
}: {
  readonly looked: Looked;
  readonly live: boolean;
  readonly onSee: Looking['see'];
  readonly onNeed: Looking['need'];
}): JSX.Element {
  const name = card.classes[label]!;
  return (
    <>
      <Choice
        label="The class that it looks for"
        value={String(label)}
        options={card.classes.map((title, i) => ({ value: String(i), title }))}
        onChange={(value) => onSee(Number(value))}
        disabled={live}
      />
      <div class="figures">
        <figure>
          <PhotoCanvas photo={photo} heat={seen} label={`Where it sees ${name}: ${whereItLooks(seen)}`} />
          <figcaption>
            <b>It sees {name} here</b>: {whereItLooks(seen)}
          </figcaption>
        </figure>
        <figure>
          {typeof needed === 'object' ? (
            <PhotoCanvas photo={photo} heat={needed} label={`What ${name} needs: ${whereItLooks(needed)}`} />
          ) : (
            <div class="unasked">
              <Button disabled={live || needed === 'asked'} onClick={onNeed}>
                {needed === 'asked' ? 'It is looking …' : 'What does it need?'}
              </Button>
            </div>
          )}
          <figcaption>
            <b>It needs this</b>: where a gray patch covers it, {name} is less probable
          </figcaption>
        </figure>
      </div>
    </>
  );
}
