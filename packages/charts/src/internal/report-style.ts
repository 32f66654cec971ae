/** The style sheet of a report, with the colors of `toSvg`'s themes. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1b1d21; --quiet: #555b66; --page: #ffffff; --line: #d9dce2; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e7ea; --quiet: #a4abb8; --page: #16181d; --line: #353a44; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 16px 0 24px; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 40px 0 12px; padding-top: 12px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
p { max-width: 70ch; margin: 12px 0; overflow-wrap: anywhere; white-space: pre-line; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 32px 48px; margin: 20px 0; }
figure { margin: 0; width: 100%; }
.wide { grid-column: 1 / -1; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { margin-top: 8px; color: var(--quiet); font-size: 0.875rem; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: 20px 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: 0.875rem; padding-bottom: 8px; }
caption span { display: inline-block; max-width: min(70ch, 100vw - 32px); }
th, td { text-align: left; padding: 6px 20px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 600; }
tbody th { font-weight: 400; }
.number { text-align: right; }
.short { white-space: nowrap; }
@media (max-width: 480px) { th, td { padding-right: 14px; font-size: 0.9375rem; } thead th { white-space: normal; } }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 17pt; margin: 0 0 6pt; }
  h2 { font-size: 12.5pt; margin: 14pt 0 6pt; padding-top: 6pt; break-after: avoid; }
  p, .table, .charts { margin: 6pt 0; }
  .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12pt 20pt; }
  .table { overflow: visible; }
  .short { white-space: normal; }
  .long { columns: 2; column-gap: 20pt; }
  .long table { width: 100%; }
  th, td { padding-top: 2pt; padding-bottom: 2pt; font-size: 9.5pt; }
  figcaption, caption { font-size: 9pt; }
  figure, tr { break-inside: avoid; }
}
`;
