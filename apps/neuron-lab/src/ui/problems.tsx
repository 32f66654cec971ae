import type { JSX } from 'preact';

/** Says what in the address was not understood. */
export function Problems({ problems }: { readonly problems: readonly string[] }): JSX.Element | null {
  if (problems.length === 0) return null;
  return (
    <p class="problem banner" role="alert">
      {problems.length === 1 ? 'A part' : 'Parts'} of the address that this room does not know{' '}
      {problems.length === 1 ? 'is' : 'are'} left out: {problems.join(', ')}.
    </p>
  );
}
