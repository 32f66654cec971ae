export { addToHistogram, addToConstantHistogram } from './histogram';
