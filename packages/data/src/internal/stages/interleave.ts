import { finished, readCount, readList, type Source, streamOf } from '../source.js';

export type Turns = {
  /** How often each source comes, or undefined where they take turns. */
  readonly weights: readonly number[] | undefined;
  /** Elements that a source gives in its turn. */
  readonly block: number;
  /** Whether the first source that ends is the end of all. */
  readonly stopAtFirst: boolean;
  readonly seed: number | undefined;
};

/** Elements of several sources alternately, or as the weights of each say. */
export function interleaveSource<T>(
  sources: readonly Source<T>[],
  { weights, block, stopAtFirst, seed }: Turns,
): Source<T> {
  const randomStages = Math.max(...sources.map((source) => source.randomStages));
  const sizes = sources.map(({ size }) => size);
  const total = sizes.reduce<number | undefined>(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  return {
    size: stopAtFirst ? undefined : total,
    randomStages: weights === undefined ? randomStages : randomStages + 1,
    open(pass, position) {
      const stream = streamOf(`interleave ${randomStages}`, seed, pass);
      const [turns, given, current, over, inner] =
        position === undefined ? [0, 0, 0, sources.map(() => 0), undefined] : readList(position, 5);
      const ended = readList(over!, sources.length).map((one) => readCount(one, 1) === 1);
      const positions = inner === undefined ? [] : readList(inner, sources.length);
      const cursors = sources.map((source, i) => source.open(pass, positions[i]));
      /** Draws, or turns, so far. */
      let turn = readCount(turns);
      /** Elements of the present turn. */
      let count = readCount(given, block);
      let chosen = readCount(current, sources.length - 1);
      const choose = (): number => {
        if (weights === undefined) {
          let next = turn++ % sources.length;
          while (ended[next]) next = turn++ % sources.length;
          return next;
        }
        const left = weights.map((weight, i) => (ended[i] ? 0 : weight));
        const sum = left.reduce((a, b) => a + b, 0);
        let rest = stream.child(String(turn++)).uniform() * sum;
        const found = left.findIndex((weight) => {
          rest -= weight;
          return rest < 0;
        });
        // Of what rounding leaves, the last one that can come.
        return found >= 0 ? found : ended.lastIndexOf(false);
      };
      return {
        async next() {
          while (ended.includes(false)) {
            if (stopAtFirst && ended.includes(true)) return finished;
            if (count === 0 || count === block || ended[chosen]) {
              chosen = choose();
              count = 0;
            }
            const result = await cursors[chosen]!.next();
            if (!result.done) {
              count++;
              return result;
            }
            ended[chosen] = true;
          }
          return finished;
        },
        position: () => [
          turn,
          count,
          chosen,
          ended.map((one) => (one ? 1 : 0)),
          cursors.map((cursor) => cursor.position()),
        ],
        close: async () => {
          await Promise.all(cursors.map((cursor) => cursor.close()));
        },
      };
    },
  };
}
