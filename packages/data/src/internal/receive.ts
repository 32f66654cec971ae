import { FormatError } from '@neurite/core';

/** How far a download is. */
export type FetchProgress = {
  readonly url: string;
  /** Bytes that are there, those of an earlier try included. */
  readonly received: number;
  /** Bytes in all, or undefined where the server does not say. */
  readonly total: number | undefined;
};

export type CachedDownload = {
  readonly where: string;
  readonly url: string;
  readonly sha256: string | undefined;
  readonly onProgress: ((progress: FetchProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
};

/** Asks a server for a file. @throws FormatError when it cannot be reached */
export async function ask({ where, url, signal }: CachedDownload, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers, ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new FormatError({
      where,
      problem: `${url} could not be reached, and no copy of it is in the cache`,
      advice: 'Is this machine offline? Try again with a connection, or read a file of your own',
      cause,
    });
  }
}

export function refused({ where, url }: CachedDownload, { status, statusText }: Response): FormatError {
  return new FormatError({ where, problem: `the server of ${url} answered ${`${status} ${statusText}`.trim()}` });
}

export function wrongSum({ where, url, sha256 }: CachedDownload, received: string): FormatError {
  return new FormatError({
    where,
    problem: `the file of ${url} must have the SHA-256 ${sha256}; received ${received}`,
    advice: 'It was changed, or damaged on its way',
  });
}

/** The pieces of an answer. @throws FormatError when the connection ends before the file does */
export async function* piecesOf(
  request: CachedDownload,
  response: Response,
  before: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { where, url, onProgress, signal } = request;
  const length = response.headers.get('content-length');
  // What was compressed on its way has another length.
  const isPlain = response.headers.get('content-encoding') === null;
  const total = length === null || !isPlain ? undefined : before + Number(length);
  const reader = response.body?.getReader();
  let received = before;
  // What `onProgress` throws is no fault of the connection.
  const read = async (): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>> | undefined> => {
    try {
      return await reader?.read();
    } catch (cause) {
      signal?.throwIfAborted();
      throw cutOff(where, url, { received, total, cause });
    }
  };
  try {
    for (;;) {
      const part = await read();
      if (part === undefined || part.done) break;
      received += part.value.length;
      onProgress?.({ url, received, total });
      yield part.value;
    }
  } finally {
    await reader?.cancel().catch(() => {});
  }
  if (total !== undefined && received < total) throw cutOff(where, url, { received, total });
}

function cutOff(
  where: string,
  url: string,
  {
    received,
    total,
    cause,
  }: { readonly received: number; readonly total: number | undefined; readonly cause?: unknown },
): FormatError {
  return new FormatError({
    where,
    problem: `the connection to ${url} ended after ${received}${total === undefined ? '' : ` of ${total}`} bytes`,
    advice: 'Call it again: it goes on where it ended',
    cause,
  });
}

/** A file in a page, where the browser caches. */
export async function receive(request: CachedDownload): Promise<Blob> {
  const response = await ask(request, {});
  if (!response.ok) throw refused(request, response);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of piecesOf(request, response, 0)) pieces.push(piece);
  const blob = new Blob(pieces);
  if (request.sha256 !== undefined) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
    const sum = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (sum !== request.sha256) throw wrongSum(request, sum);
  }
  return blob;
}
