/** The name of the metadata that hold what an estimator has learned, apart from its arrays. */
export const ESTIMATOR_KEY = 'estimator';
