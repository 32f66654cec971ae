export { addToConstantHistogram, addToHistogram } from './histogram';
export { addGram, multiply } from './products';
