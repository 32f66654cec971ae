import type { JSX } from 'preact';

/** Says what in the address was not understood. */
export function Problems({ problems }: { readonly problems: readonly string[] }): JSX.Element | null {
  if (problems.length === 0) return null;
  return (
    <p class="problem banner" role="alert">
      The address has {problems.length === 1 ? 'a value' : 'values'} that this room does not know ({problems.join(', ')}
      ); it shows the usual one instead.
    </p>
  );
}
