export { rbfOfProducts, rbfRow } from './exponentials';
export { addToConstantHistogram, addToHistogram } from './histogram';
export { addGram, addRows, dotRows, findBelow, multiply } from './products';
