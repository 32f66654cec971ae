import { ArgumentError, describeValue } from '@neurite/core';
import type { StudyView } from '../samplers/sampler.js';

/** How each study looks to samplers: nothing for users. */
const views = new WeakMap<object, () => StudyView>();

/** Lets this package's functions see a study as samplers do. */
export function showView(study: object, view: () => StudyView): void {
  views.set(study, view);
}

/** The axes and trials of a study, as samplers see them. */
export function viewOf(where: string, study: object): StudyView {
  const view = typeof study === 'object' && study !== null ? views.get(study) : undefined;
  if (view !== undefined) return view();
  const received = describeValue(study);
  throw new ArgumentError({ where, argument: 'study', expected: 'be a study of createStudy', received });
}
