import { ArgumentError } from '@neurite/core';

/**
 * @returns what is added to the first bias of the forget gate
 * @throws ArgumentError when it is not finite, or given without biases
 */
export function forgetBiasOf(
  where: string,
  { useBias, forgetBias }: { readonly useBias: boolean; readonly forgetBias: number | undefined },
): number {
  const refuse = (expected: string): never => {
    throw new ArgumentError({ where, argument: 'forgetBias', expected, received: String(forgetBias) });
  };
  if (forgetBias !== undefined && !useBias) refuse('be left out where `useBias` is false');
  if (forgetBias !== undefined && !Number.isFinite(forgetBias)) refuse('be a finite number');
  return forgetBias ?? 1;
}
