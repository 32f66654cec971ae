import { useEffect, useState } from 'preact/hooks';

/** Milliseconds in which a text must stay unchanged. */
const REST = 700;

/** The text once it has not changed for a while: what changes with each key or stroke is read aloud when the hand rests. */
export function useRest(text: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(text), REST);
    return () => window.clearTimeout(timer);
  }, [text]);
  return rested;
}
