import { useEffect, useState } from 'preact/hooks';
import { turnOnEngine } from '../engine.js';

/**
 * What a function of the engine says to an input. The last answer stays while a newer one is under way.
 *
 * @param input a new object for each new question
 * @returns undefined before the first answer
 */
export function useComputed<Input, Output>(
  compute: (input: Input) => Promise<Output>,
  input: Input,
): Output | undefined {
  const [output, setOutput] = useState<Output>();
  useEffect(() => {
    let replaced = false;
    void turnOnEngine()
      .then(() => (replaced ? undefined : compute(input)))
      .then((answer) => {
        if (!replaced) setOutput(answer);
      });
    return () => {
      replaced = true;
    };
  }, [compute, input]);
  return output;
}
