import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { logScale } from './log-scale.js';

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** The value for people. Default: as it is, with a real minus sign. */
  readonly show?: (value: number) => string;
  readonly disabled?: boolean;
};

/** A number in a range. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  onChange,
  show = signed,
  disabled = false,
}: SliderProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
        <output for={id}>{show(value)}</output>
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={show(value)}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** A number of any size: equal ways along the slider are equal factors. Both ends can be reached. */
export function LogSlider({ value, min, max, onChange, ...rest }: Omit<SliderProps, 'step'>): JSX.Element {
  const { steps, valueAt, stepOf } = logScale(min, max);
  return (
    <Slider
      {...rest}
      value={stepOf(value)}
      min={0}
      max={steps}
      step={1}
      // The value itself: one from an address may lie between two steps.
      show={() => (rest.show ?? signed)(value)}
      onChange={(step) => onChange(valueAt(step))}
    />
  );
}

function signed(value: number): string {
  return String(value).replace('-', '−');
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly title: string; readonly disabled?: boolean }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
};

/** One of a few. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  disabled = false,
}: ChoiceProps<Value>): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        // The values of the options are the only ones there are.
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled} selected={option.value === value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes or no. */
export function Check({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): JSX.Element {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

/** A number that one types. */
export function NumberInput({
  label,
  value,
  onChange,
  step = 'any',
  min,
  max,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly step?: number | 'any';
  readonly min?: number;
  readonly max?: number;
}): JSX.Element {
  const id = useId();
  // What is being typed stays, however often the page is drawn meanwhile.
  const [draft, setDraft] = useState<string>();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        step={step}
        min={min}
        max={max}
        value={draft ?? Number(value.toPrecision(5))}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => setDraft(undefined)}
        onChange={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          if (Number.isFinite(typed) && event.currentTarget.checkValidity()) {
            setDraft(undefined);
            onChange(typed);
          } else event.currentTarget.reportValidity();
        }}
      />
    </div>
  );
}

/** @param name what it does, also where `children` are only a sign */
export function Button({
  name,
  onClick,
  children,
  kind = 'plain',
  disabled = false,
  pressed,
}: {
  readonly name?: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  readonly kind?: 'plain' | 'main' | 'quiet';
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}): JSX.Element {
  return (
    <button
      type="button"
      class={`button ${kind}`}
      aria-label={name}
      title={name}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** @param name what it is for, said where the text is not enough */
export function FileButton({
  children,
  accept,
  onFile,
  name,
  kind = 'plain',
  disabled = false,
}: {
  readonly children: ComponentChildren;
  /** The endings of names, as HTML writes them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly name?: string;
  readonly kind?: 'plain' | 'main';
  readonly disabled?: boolean;
}): JSX.Element {
  return (
    <label class={`button file ${kind} ${disabled ? 'off' : ''}`}>
      <span>{children}</span>
      <input
        type="file"
        accept={accept}
        aria-label={name}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** A part of a page with a heading. */
export function Panel({
  title,
  children,
  name = '',
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** A class for its place on the page. */
  readonly name?: string;
}): JSX.Element {
  const id = useId();
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A part of a page that is closed until it is needed. */
export function Fold({
  title,
  children,
  name = '',
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** A class for its place on the page. */
  readonly name?: string;
}): JSX.Element {
  return (
    <details class={`panel fold ${name}`}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}
