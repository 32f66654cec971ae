import { useEffect, useState } from 'preact/hooks';
import { withEngine } from '../ui/engine-problem.js';

let started: Promise<string> | undefined;

/** Loads the engine and turns it on, once. */
export function engineOn(): Promise<string> {
  started ??= withEngine(import('../engine.js').then(({ turnOnEngine }) => turnOnEngine()));
  return started;
}

/**
 * What a function of the engine says to an input. The last answer stays while a newer one is under way.
 *
 * @param load gives the function; it and the engine are loaded when they are first asked for
 * @param input a new object for each new question
 * @returns undefined before the first answer
 */
export function useComputed<Input, Output>(
  load: () => Promise<(input: Input) => Promise<Output>>,
  input: Input,
): Output | undefined {
  const [output, setOutput] = useState<Output>();
  useEffect(() => {
    let replaced = false;
    void Promise.all([load(), engineOn()])
      .then(([compute]) => (replaced ? undefined : compute(input)))
      .then((answer) => {
        if (!replaced) setOutput(answer);
      });
    return () => {
      replaced = true;
    };
  }, [load, input]);
  return output;
}
