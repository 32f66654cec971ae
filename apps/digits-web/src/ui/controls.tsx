import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** One of a few. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {/* The values of the options are the only ones there are. */}
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A part of the page with a heading. */
export function Panel({
  title,
  children,
  name,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  /** A class for its place on the page. */
  readonly name: string;
}): JSX.Element {
  const id = useId();
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
