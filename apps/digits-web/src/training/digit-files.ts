/** Where the page serves the digits, relative to itself. */
export const DIGIT_IMAGES = 'digits/images-idx3-ubyte.gz';
export const DIGIT_LABELS = 'digits/labels-idx1-ubyte.gz';
