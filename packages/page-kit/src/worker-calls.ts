/** What a page asks a worker: by the name of the call, its input and its answer. */
export type CallMap = { readonly [name: string]: { readonly input: unknown; readonly answer: unknown } };

/** A call on its way. */
export type Call<Calls extends CallMap> = {
  [Name in keyof Calls]: { readonly id: number; readonly name: Name; readonly input: Calls[Name]['input'] };
}[keyof Calls];

/** To the page: an answer, a failure in one sentence, or news that what answers has changed. */
export type FromWorker =
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string }
  | { readonly type: 'changed' };
