import { Button, Choice } from '@neurite/page-kit/controls';
import type { Languages } from '@neurite/translator-model/pair';
import type { JSX } from 'preact';
import type { LanguageOption } from './use-languages.js';

/** From which language to which one. */
export function DirectionRow({
  languages,
  options,
  disabled,
  onChange,
}: {
  readonly languages: Languages;
  readonly options: readonly LanguageOption[];
  readonly disabled: boolean;
  readonly onChange: (languages: Languages) => void;
}): JSX.Element {
  const { from, to } = languages;
  // Two languages are needed: where both would be the same, they change sides.
  const change = (next: Languages): void => onChange(next.from === next.to ? { from: to, to: from } : next);
  return (
    <div class="direction">
      <Choice
        label="From"
        value={from}
        options={options}
        disabled={disabled}
        onChange={(from) => change({ from, to })}
      />
      <Button name="The other way round" disabled={disabled} onClick={() => onChange({ from: to, to: from })}>
        ⇄
      </Button>
      <Choice label="To" value={to} options={options} disabled={disabled} onChange={(to) => change({ from, to })} />
    </div>
  );
}
