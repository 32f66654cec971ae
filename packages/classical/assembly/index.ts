export { findBelow, multiplySingles } from './distances';
export { rbfOfProducts, rbfRow } from './exponentials';
export { findLargest } from './nearest';
export { addToConstantHistogram, addToHistogram } from './histogram';
export { addGram, addProducts, addRows, addSquares, centerRows, dotRows, multiply } from './products';
