import { type Json, type NamedTensors, NeuriteError, type Run, type Snapshot } from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { bytesToSnapshot, snapshotToBytes, within } from './checkpoint-bytes.js';
import { appendHistory, type HistoryPart, noHistory, readHistory } from './history-file.js';
import { isRecord } from './json.js';
import { unprefixed } from './named-tensors.js';
import { progressFromJson } from './progress.js';
import type { Storage } from './storage.js';

/** The checkpoints of one run in a folder, and its history beside them. */
export class CheckpointFiles {
  readonly storage: Storage;
  /** The part of the history that is in its file. */
  #history: HistoryPart = noHistory;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  /** Writes a snapshot whole or not at all. */
  async save(file: string, { tensors, json }: Snapshot): Promise<void> {
    const { history = [], ...rest } = json as { readonly [key: string]: Json }; // `takeSnapshot` made it, in memory
    // The history first: a checkpoint never tells of records that are not there.
    this.#history = await appendHistory(this.storage, history as readonly Json[], this.#history);
    await this.storage.write(file, await snapshotToBytes({ tensors, json: { ...rest, history: this.#history } }));
  }

  /** Writes where a run stands, under each of some names. */
  async saveRun(run: Run, names: readonly string[]): Promise<void> {
    const snapshot = await run.snapshot();
    try {
      for (const file of names) await this.save(file, snapshot);
    } finally {
      dispose(Object.values(snapshot.tensors));
    }
  }

  /**
   * Reads a snapshot; the next ones are written as its continuation.
   *
   * @returns tensors that the caller owns
   * @throws FormatError when the file is broken, or is something else
   */
  async load(file: string): Promise<Snapshot> {
    const snapshot = await readSnapshot(this.storage, file);
    const path = this.storage.pathOf(file);
    try {
      const { json } = snapshot;
      const part = isRecord(json) && isPart(json.history) ? json.history : undefined;
      const whole = part === undefined ? json : { ...(json as object), history: await readHistory(this.storage, part) };
      within(path, () => progressFromJson(whole));
      this.#history = part ?? noHistory;
      return { ...snapshot, json: whole };
    } catch (error) {
      dispose(Object.values(snapshot.tensors));
      throw error;
    }
  }
}

/** What is in the file of a checkpoint alone: where its history is in a file of its own, which part of that. */
export async function readSnapshot(storage: Storage, file: string): Promise<Snapshot> {
  return bytesToSnapshot(storage.pathOf(file), await storage.read(file));
}

/** The weights of a snapshot to evaluate with, by path. */
export function modelTensors({ tensors }: Snapshot): NamedTensors {
  return { ...unprefixed('model/', tensors), ...unprefixed('evaluation/', tensors) };
}

/** What is wrong with a checkpoint that cannot be read. */
export function describeUnreadable(path: string, error: unknown): string {
  return error instanceof NeuriteError ? error.message : `${path}: the file cannot be read: ${String(error)}.`;
}

/** Earlier versions have the records themselves here. */
function isPart(json: Json | undefined): json is HistoryPart {
  return isRecord(json) && [json.epochs, json.bytes, json.checksum].every((item) => Number.isSafeInteger(item));
}
