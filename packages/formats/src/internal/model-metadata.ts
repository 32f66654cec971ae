import { FormatError, type Json } from '@neurite/core';

/** The name of the architecture among the metadata of a file. */
export const METADATA_KEY = 'neurite';

/** @throws FormatError */
export function parseArchitecture(text: string | undefined): Json {
  if (text === undefined) {
    throw refuse('hold an architecture', 'weights alone', 'Build the model, then loadState(model, tensors)');
  }
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed) || !('model' in parsed)) {
    throw refuse('be JSON with a version and a model', JSON.stringify(text.slice(0, 80)));
  }
  if (parsed.version !== 1) throw refuse('be of version 1', `version ${parsed.version}`, 'Update @neurite/formats');
  return parsed.model as Json; // parsed JSON
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(expected: string, received: string, advice?: string): FormatError {
  return new FormatError({ where: 'safetensorsToModel', argument: 'metadata.neurite', expected, received, advice });
}
