import { dense, relu, sequential } from '@neurite/layers';

/** The network of both sides. */
export const network = () => sequential(dense(32), relu(), dense(1));
