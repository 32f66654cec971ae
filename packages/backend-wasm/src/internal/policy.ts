import { BackendError } from '@neurite/core';

/** Milliseconds within which the event of a violated policy, which says more, follows the failure. */
const EVENT_DELAY = 100;

/** Work that a content security policy may forbid. */
export type Forbidden<T> = {
  /** What fails under the policy. */
  readonly work: () => Promise<T>;
  /** The directives that may forbid it. */
  readonly directives: RegExp;
  /** What the work is, e.g. `threads`. */
  readonly what: string;
  /** What to set; called with the directive and with what it blocked: `blob`, or an address. */
  readonly advice: (directive: string, blocked: string) => string;
};

/**
 * Does work that a page's content security policy may forbid.
 *
 * @throws BackendError that names the directive where it is forbidden; otherwise what the work throws
 */
export async function underPolicy<T>({ work, directives, what, advice }: Forbidden<T>): Promise<T> {
  const target: EventTarget = typeof document === 'undefined' ? globalThis : document;
  let violation: SecurityPolicyViolationEvent | undefined;
  const listener = (event: Event): void => {
    const received = event as SecurityPolicyViolationEvent; // the only kind of event of this name
    if (directives.test(received.effectiveDirective)) violation = received;
  };
  target.addEventListener?.('securitypolicyviolation', listener);
  try {
    return await work();
  } catch (error) {
    if (typeof location !== 'undefined') await new Promise((resolve) => setTimeout(resolve, EVENT_DELAY));
    if (violation === undefined) throw error;
    const { effectiveDirective: directive, blockedURI } = violation;
    throw new BackendError({
      where: 'useWasm',
      problem: `the page's content security policy forbids ${what} by its directive \`${directive}\``,
      advice: advice(directive, blockedURI),
      cause: error,
    });
  } finally {
    target.removeEventListener?.('securitypolicyviolation', listener);
  }
}
