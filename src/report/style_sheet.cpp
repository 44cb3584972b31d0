// The page's look. Long because it is one style sheet; every pair of text and ground has a contrast of at least 4.5 : 1
// in light and in dark.

#include "report/markup.h"

namespace mizan::report {

// NOLINTNEXTLINE(readability-function-size): one text
std::string_view style_sheet() {
    return R"css(
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --sheet: #ffffff; --ink: #1c2430; --soft: #5a6270; --line: #e2dfd6; --faint: #f1eee6;
  --accent: #0d5b63; --violates: #a23b2c; --unclear: #855b00; --excused: #1f6f78; --none: #9aa3a0;
  --amber: #d29a2a;
  --mark: #ffe3a3; --mark-ink: #3a2a00;
  --serif: "Iowan Old Style", "Charter", "Source Serif 4", "Noto Serif", Georgia, "Times New Roman", serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Noto Sans Mono", "Liberation Mono", Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --sheet: #1a1f25; --ink: #e8e5dd; --soft: #a5adb6; --line: #2f363e; --faint: #20262d;
    --accent: #7cc7cf; --violates: #e58a78; --unclear: #dcb25a; --excused: #74bcc4; --none: #626b72;
    --amber: #dcb25a;
    --mark: #5c4713; --mark-ink: #ffeec2;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 var(--sans); }
main, header.top, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header.top { padding-top: 4rem; }
.eyebrow { margin: 0 0 .75rem; color: var(--accent); font-size: .8125rem; font-weight: 600; letter-spacing: .09em;
  text-transform: uppercase; }
h1 { margin: 0 0 .75rem; font: 600 2.5rem/1.15 var(--serif); letter-spacing: -.012em; }
.lede { margin: 0; max-width: 44rem; color: var(--soft); font: 1.125rem/1.6 var(--serif); }
section { margin: 3.5rem 0 0; }
h2 { margin: 0 0 .375rem; font: 600 1.5rem/1.25 var(--serif); letter-spacing: -.006em; }
h3 { margin: 2rem 0 .5rem; font: 600 1.0625rem/1.4 var(--serif); }
p { margin: 0 0 .875rem; max-width: 44rem; }
.note { color: var(--soft); font-size: .9375rem; }
a { color: var(--accent); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.75rem 0 0; padding: .875rem 0 0;
  border-top: 1px solid var(--line); list-style: none; font-size: .9375rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1px; margin: 2.25rem 0 0;
  border: 1px solid var(--line); border-radius: 10px; background: var(--line); overflow: hidden; }
.cards div { padding: 1.125rem 1.25rem 1.25rem; background: var(--sheet); }
.cards dt { color: var(--soft); font-size: .875rem; }
.cards dd { margin: .125rem 0 0; font: 600 1.875rem/1.25 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.cards dd small { display: block; margin-top: .125rem; color: var(--soft); font: 400 .8125rem/1.4 var(--sans); }
.wide { overflow-x: auto; }
section > .wide + .wide { margin-top: 2.5rem; }
.wide + .note { margin: 1rem 0 0; }
table { width: 100%; margin: 1rem 0 0; border-collapse: collapse; font-size: .9375rem; }
caption { padding: 0 0 .625rem; color: var(--soft); font-size: .875rem; text-align: left; }
th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--soft); color: var(--soft); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
tbody tr:last-child > th, tbody tr:last-child > td { border-bottom-color: transparent; }
.n { text-align: right; font-variant-numeric: lining-nums tabular-nums; white-space: nowrap; }
th.n, td.n { width: 6.25rem; }
.zero { color: var(--soft); }
.sub { display: block; color: var(--soft); font-size: .8125rem; font-weight: 400; }
.chart { width: 30%; min-width: 7rem; }
svg.bar { display: block; width: 100%; height: .625rem; border-radius: 2px; background: var(--faint); }
h2 + svg.bar { height: 1.125rem; margin: 1rem 0 1.25rem; border-radius: 4px; }
rect.violates { fill: var(--violates); } rect.unclear { fill: var(--amber); } rect.excused { fill: var(--excused); }
rect.none { fill: var(--none); } rect.accent { fill: var(--accent); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 0; padding: 0; list-style: none;
  color: var(--soft); font-size: .875rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; margin-right: .5rem; border-radius: 2px;
  vertical-align: -.0625rem; }
tbody th > i { display: inline-block; width: .75rem; height: .75rem; margin-right: .625rem; border-radius: 2px;
  vertical-align: -.0625rem; }
th > i ~ .sub { margin-left: 1.375rem; }
i.violates { background: var(--violates); } i.unclear { background: var(--amber); } i.excused { background: var(--excused); }
i.none { background: var(--none); }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 99px;
  font: 500 .8125rem/1.5 var(--sans); white-space: nowrap; }
.tag.violates { color: var(--violates); } .tag.unclear { color: var(--unclear); } .tag.excused { color: var(--excused); }
.tag.plain { color: var(--soft); }
article { margin: 1rem 0 0; padding: 1.125rem 1.25rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--sheet); }
article h4 { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; margin: 0 0 .375rem;
  font: 600 1rem/1.5 var(--serif); }
article p { margin: 0 0 .75rem; font-size: .9375rem; }
article .id { color: var(--soft); font: .8125rem/1.5 var(--mono); overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--accent); font-size: .9375rem; }
.veil { display: block; height: 2.75rem; margin-top: .625rem; border-radius: 6px; filter: blur(5px); opacity: .55;
  background: linear-gradient(var(--soft), var(--soft)) 0 .375rem / 88% .5rem no-repeat,
    linear-gradient(var(--soft), var(--soft)) 0 1.25rem / 96% .5rem no-repeat,
    linear-gradient(var(--soft), var(--soft)) 0 2.125rem / 54% .5rem no-repeat; }
details[open] .veil { display: none; }
blockquote { margin: .75rem 0 0; padding: .125rem 0 .125rem 1rem; border-left: 3px solid var(--line);
  font: 1.0625rem/1.6 var(--serif); white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote + blockquote { margin-top: .5rem; }
blockquote .role { display: block; color: var(--soft); font: .75rem/1.5 var(--sans); }
mark { padding: 0 .125em; border-radius: 3px; background: var(--mark); color: var(--mark-ink); }
.more { margin: .75rem 0 0; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.5rem; margin: 1rem 0 0; font-size: .9375rem; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
code { font: .875em/1.5 var(--mono); overflow-wrap: anywhere; }
footer { margin-top: 4rem; padding-top: 1.25rem; padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
@media (prefers-reduced-motion: no-preference) {
  details[open] blockquote { animation: clear .5s ease-out; }
  @keyframes clear { from { filter: blur(6px); } to { filter: blur(0); } }
}
@media (max-width: 40rem) {
  header.top { padding-top: 2.5rem; }
  h1 { font-size: 1.9375rem; }
  section { margin-top: 2.75rem; }
  .chart { display: none; }
  th, td { padding: .5rem .4375rem; }
  th.n, td.n { width: auto; }
  tbody th { min-width: 9rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .625rem; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; }
  body { font-size: 10.5pt; }
  nav, .veil, summary { display: none; }
  main, header.top, footer { max-width: none; padding: 0; }
  section { margin-top: 1.75rem; }
  h2, h3, caption { break-after: avoid; }
  tr, article, .cards { break-inside: avoid; }
  rect, i, mark, svg.bar { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";
}

}  // namespace mizan::report
