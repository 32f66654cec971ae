import type { ErrorDetails } from '@neurite/core';
import { ArgumentError, BackendError, FormatError, NeuriteError, NumericError, ShapeError } from '@neurite/core/errors';

/** An error on its way between threads, which would lose its class and its fields. */
export type SentError = { readonly name: string; readonly message: string; readonly details?: ErrorDetails };

const CLASSES = { ArgumentError, BackendError, FormatError, NumericError, ShapeError };

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  if (!(error instanceof NeuriteError)) return { name, message };
  const { cause: _, ...details } = error.details;
  return { name, message, details: details as ErrorDetails }; // one less field that may be left out
}

export function receiveError({ name, message, details }: SentError): Error {
  if (details === undefined) return Object.assign(new Error(message), { name });
  const Class = CLASSES[name as keyof typeof CLASSES] ?? NeuriteError;
  return Object.assign(new Class(details), { message });
}
