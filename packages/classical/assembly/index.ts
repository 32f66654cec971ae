export { findBelow, multiplySingles } from './distances';
export { rbfOfProducts, rbfRow } from './exponentials';
export { addToConstantHistogram, addToHistogram } from './histogram';
export { addGram, addProducts, addRows, addRowsTo, dotRows, multiply, subtractRow } from './products';
