import type { Contender } from './measure.js';

/** What is measured side by side: ours comes first. */
export type Case = { readonly name: string; readonly contenders: () => readonly Contender[] };

export type Suite = { readonly name: string; readonly description: string; readonly cases: readonly Case[] };
