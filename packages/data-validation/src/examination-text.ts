import { checkInteger, resolveOptions } from '@neurite/core';
import type { Examination, PartProfile } from './examination.js';
import type { Finding } from './finding.js';
import { count, pText, quoted, short } from './internal/words.js';
import { wrap } from './internal/wrap.js';

export type ExaminationTextOptions = {
  /** The number of characters in a line: an integer of at least 40. Default 80. */
  readonly width?: number;
};

/**
 * An examination for a terminal: what was looked at, each finding with its number and what to do, and what was clear or
 * skipped. Plain text without colors.
 *
 * @returns lines of at most `width` characters, without a line break at the end
 * @throws ArgumentError
 * @example
 * const x = { rows: 3, columns: 1, data: Float64Array.of(1, 1, 1) };
 * console.log(examinationText(await examine({ x }), { width: 120 }));
 */
export function examinationText(examination: Examination, options: ExaminationTextOptions = {}): string {
  const { width } = resolveOptions('examinationText', options, { width: 80 });
  checkInteger('examinationText', 'width', width, { min: 40 });
  const { findings, train, test, checks, assumptions } = examination;
  const lines = [...wrap(headline(examination), { width }), ''];
  for (const [name, part] of Object.entries({ train, test })) {
    if (part !== undefined) lines.push(...wrap(describePart(name, part), { width, indent: '  ' }));
  }
  for (const assumption of assumptions) lines.push(...wrap(assumption, { width, indent: '  ' }));
  for (const { severity, title, advice, same } of groupFindings(findings)) {
    lines.push('', ...wrap(`${severity.toUpperCase()}  ${title}`, { width }));
    for (const finding of same) {
      lines.push(...wrap(`- ${finding.sentence}`, { width, indent: '    ', first: '  ' }));
      lines.push(...wrap(evidence(finding), { width, indent: '    ' }));
    }
    lines.push(...wrap(`→ ${advice}`, { width, indent: '  ' }));
  }
  const remarks = checks.flatMap(({ status, remark }) => (remark === undefined || status === 'found' ? [] : [remark]));
  const clear = checks.filter(({ status }) => status === 'clear').map(({ title }) => title.toLowerCase());
  const skipped = new Map<string, string[]>();
  for (const { status, title, reason = '' } of checks) {
    if (status === 'skipped') skipped.set(reason, [...(skipped.get(reason) ?? []), title.toLowerCase()]);
  }
  if (remarks.length > 0) lines.push('');
  for (const remark of remarks) lines.push(...wrap(remark, { width }));
  if (clear.length > 0) lines.push('', ...wrap(`Clear: ${clear.join(', ')}.`, { width }));
  if (skipped.size > 0) lines.push('');
  for (const [reason, titles] of skipped)
    lines.push(...wrap(`Not looked for, because ${reason}: ${titles.join(', ')}.`, { width }));
  return lines.join('\n');
}

/** Findings of one kind that have one advice. */
export type FindingGroup = Pick<Finding, 'severity' | 'title' | 'advice'> & { readonly same: readonly Finding[] };

/** Findings with the same title and advice side by side, in the order of the first of each. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.title} ${finding.advice}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((same) => {
    const { severity, title, advice } = same[0]!; // a group begins with a finding
    return { severity, title, advice, same };
  });
}

/** What was found, in one sentence. */
export function headline({ findings, checks, tests }: Examination): string {
  const made = checks.filter(({ status }) => status !== 'skipped').length;
  const of = `${count(made, 'check')}${tests > 0 ? ` with ${count(tests, 'statistical test')}, for whose number p-values are corrected` : ''}`;
  if (findings.length === 0) return `Nothing found by ${of}.`;
  const by = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const size = findings.filter((finding) => finding.severity === severity).length;
    return size === 0 ? [] : [count(size, severity)];
  });
  return `${count(findings.length, 'finding')} (${by.join(', ')}) by ${of}.`;
}

/** `train: 333 rows, 4 features, of them 1 category; y has 3 classes`. */
export function describePart(name: string, { rows, columns, images }: PartProfile): string {
  const features = columns.filter(({ role }) => role === 'feature');
  const size = (shape: readonly number[]): string => shape.join(' × ');
  const inputs =
    images === undefined
      ? count(features.length, 'feature')
      : images.least.every((least, axis) => least === images.greatest[axis])
        ? `images of ${size(images.least)}`
        : `images from ${size(images.least)} to ${size(images.greatest)}`;
  const target = columns.find(({ role }) => role === 'target');
  const what =
    target === undefined
      ? ''
      : target.kind === 'number'
        ? `, target \`${target.name}\``
        : `, target \`${target.name}\` with ${count(target.distinct, 'class', 'classes')}`;
  return `${name}: ${count(rows, 'row')}, ${inputs}${what}.`;
}

/** The number behind a finding, and where to look. */
export function evidence({ value, threshold, measure, pValue, part, rows, rowCount }: Finding): string {
  const p = pValue === undefined ? '' : `, corrected p ${pValue < 1e-4 ? '' : '= '}${pText(pValue)}`;
  const shown = rows.slice(0, 8).join(', ');
  const where =
    rowCount === 0 ? '' : `; ${part} ${rowCount === 1 ? 'row' : 'rows'} ${shown}${rowCount > 8 ? ', …' : ''}`;
  return `${measure} ${short(value)}${threshold === 0 ? '' : ` (threshold ${short(threshold)})`}${p}${where}`;
}

/**
 * The findings in a line each, with names of columns in quotes: for pages and reports.
 *
 * @example
 * const x = { rows: 3, columns: 1, data: Float64Array.of(1, 1, 1) };
 * const lines = findingLines(await examine({ x }));
 */
export function findingLines({ findings }: Pick<Examination, 'findings'>): string[] {
  return findings.map(({ title, sentence }) => quoted(`${title}: ${sentence}`));
}
