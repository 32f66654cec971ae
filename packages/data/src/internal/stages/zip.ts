import { ArgumentError } from '@neurite/core';
import { finished, type Gather, isRandomAccess, type Pass, randomAccess, readList, type Source } from '../source.js';

/** Several sources in step, each under a name; an element is a list in the order of the names. */
export function zipSource(names: readonly string[], sources: readonly Source<unknown>[]): Source<unknown[]> {
  const randomStages = Math.max(...sources.map((source) => source.randomStages));
  checkSizes(names, sources);
  const known = sources.map(({ size }) => size).filter((size) => size !== undefined);
  // All that end have one size; an endless one goes along with them.
  const size = known.length === sources.length ? Math.min(...known) : undefined;
  if (size !== undefined && sources.every(isRandomAccess)) {
    const at = (index: number, pass: Pass): Promise<unknown[]> =>
      Promise.all(sources.map((source) => source.at!(index, pass)));
    const gathers = sources.map(({ gather }) => gather);
    if (!gathers.every((gather) => gather !== undefined)) return randomAccess({ size, randomStages, at });
    const gather = async (indices: Uint32Array | Float64Array, pass: Pass): Promise<unknown[] | undefined> => {
      const stacked: readonly unknown[] = await Promise.all(gathers.map((each) => each(indices, pass)));
      return stacked.includes(undefined) ? undefined : [...stacked];
    };
    // A list of what each source stacks, whatever that is.
    return randomAccess({ size, randomStages, at, gather: gather as Gather<unknown[]> });
  }
  return {
    size: known.find(Number.isFinite) ?? size,
    randomStages,
    open(pass, position) {
      const inner = position === undefined ? [] : readList(position, sources.length);
      const cursors = sources.map((source, i) => source.open(pass, inner[i]));
      return {
        async next() {
          // All of them, even if one throws: none is closed while it still reads.
          const settled = await Promise.allSettled(cursors.map((cursor) => cursor.next()));
          const results = settled.map((outcome) => {
            if (outcome.status === 'rejected') throw outcome.reason;
            return outcome.value;
          });
          const ended = results.findIndex((result) => result.done);
          if (ended < 0) return { done: false, value: results.map((result) => result.value) };
          const longer = results.findIndex(
            (result, i) => !result.done && sources[i]!.size !== Number.POSITIVE_INFINITY,
          );
          if (longer >= 0) throw unequal(`\`${names[ended]}\` that had ended`, `\`${names[longer]}\` that had not`);
          return finished;
        },
        position: () => cursors.map((cursor) => cursor.position()),
        close: async () => {
          await Promise.all(cursors.map((cursor) => cursor.close()));
        },
      };
    },
  };
}

function checkSizes(names: readonly string[], sources: readonly Source<unknown>[]): void {
  const finite = names.map((name, i) => ({ name, size: sources[i]!.size })).filter(({ size }) => Number.isFinite(size));
  const other = finite.find(({ size }) => size !== finite[0]!.size);
  if (other !== undefined) {
    throw unequal(`\`${finite[0]!.name}\` of ${finite[0]!.size}`, `\`${other.name}\` of ${other.size}`);
  }
}

function unequal(a: string, b: string): ArgumentError {
  return new ArgumentError({
    where: 'zip',
    argument: 'datasets',
    expected: 'have the same number of elements',
    received: `${a} and ${b}`,
    advice: 'Cut the longer one with take',
  });
}
