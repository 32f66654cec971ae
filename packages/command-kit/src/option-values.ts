import { InvalidArgumentError } from 'commander';

/** @returns a parser of an option: an integer of at least `least` */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError(`It must be an integer of at least ${least}.`);
    }
    return value;
  };
}

/** @returns a parser of an option: a finite number above `bound` */
export function numberAbove(bound: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value <= bound) {
      throw new InvalidArgumentError(`It must be a number above ${bound}.`);
    }
    return value;
  };
}

/** Parses the path of an option; an unset variable of a shell arrives as one without a character. */
export function path(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must be a path.');
  return text;
}
