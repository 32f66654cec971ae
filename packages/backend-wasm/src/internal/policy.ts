import { BackendError } from '@neurite/core';

/** The event of a violated policy comes about so many milliseconds after the failure, and says more. */
const LATE = 100;

/** What a content security policy may forbid. */
export type Forbidden<T> = {
  /** What fails under the policy. */
  readonly work: () => Promise<T>;
  /** The directives that may forbid it. */
  readonly directives: RegExp;
  /** What was to be done, e.g. `threads`. */
  readonly what: string;
  /** What to set; called with the directive and with what it blocked: `blob`, or an address. */
  readonly advice: (directive: string, blocked: string) => string;
};

/**
 * Does something that a page's content security policy may forbid.
 *
 * @throws BackendError that names the directive, where it does; else what the work throws
 */
export async function underPolicy<T>({ work, directives, what, advice }: Forbidden<T>): Promise<T> {
  const target: EventTarget = typeof document === 'undefined' ? globalThis : document;
  let violation: SecurityPolicyViolationEvent | undefined;
  const hear = (event: Event): void => {
    const heard = event as SecurityPolicyViolationEvent; // the only kind of event of this name
    if (directives.test(heard.effectiveDirective)) violation = heard;
  };
  target.addEventListener?.('securitypolicyviolation', hear);
  try {
    return await work();
  } catch (error) {
    if (typeof location !== 'undefined') await new Promise((resolve) => setTimeout(resolve, LATE));
    if (violation === undefined) throw error;
    const { effectiveDirective: directive, blockedURI } = violation;
    throw new BackendError({
      where: 'useWasm',
      problem: `the page's content security policy forbids ${what} by its directive \`${directive}\``,
      advice: advice(directive, blockedURI),
      cause: error,
    });
  } finally {
    target.removeEventListener?.('securitypolicyviolation', hear);
  }
}
