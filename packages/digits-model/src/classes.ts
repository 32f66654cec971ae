/** The number of digits. */
export const CLASSES = 10;
/** The class of an image that shows none of them, after theirs. */
export const NO_DIGIT = 10;
