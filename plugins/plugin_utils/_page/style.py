# Copyright (c) 2026, the surveillance.hikvision authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the page of a plan looks: on a wide screen, a narrow one, in the dark, and on paper."""

from __future__ import annotations

import typing

STYLE: typing.Final = """
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #17202b; --soft: #5b6775; --line: #dfe4ea; --head: #eef1f5;
  --accent: #1f5fbf; --wave: #5b8fdd; --canary: #b7791f; --canary-soft: #fdf3dc;
  --warn: #9a3412; --warn-soft: #fff1e8; --warn-line: #f3c9ab; --good: #1c7a4a; --good-soft: #e5f5ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10151b; --card: #182029; --ink: #e4e9ef; --soft: #9aa7b5; --line: #2b3642; --head: #202a35;
    --accent: #7fb0ff; --wave: #4a7fd0; --canary: #e5b454; --canary-soft: #33290f;
    --warn: #ffb38a; --warn-soft: #33200f; --warn-line: #5e3a1f; --good: #6fd3a0; --good-soft: #12301f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.01em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.2rem; }
h3 { margin: 1.25rem 0 0.4rem; font-size: 1rem; }
p { margin: 0.4rem 0; max-width: 65em; }
code, .digest { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: 0.86em; }
code { overflow-wrap: anywhere; }
a { color: var(--accent); overflow-wrap: anywhere; }
.lead { font-size: 1.08rem; color: var(--soft); }
.soft { color: var(--soft); }
.below { margin-top: 0.75rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.approve { margin: 1.5rem 0; padding: 1rem 1.25rem; border-left: 4px solid var(--accent); }
.approve .digest { display: block; font-size: 1rem; overflow-wrap: anywhere; user-select: all; }
.label { font-size: 0.78rem; color: var(--soft); letter-spacing: 0.02em; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; margin: 1rem 0; }
.tile { padding: 0.75rem 1rem; }
.tile b { display: block; font-size: 1.35rem; line-height: 1.25; font-weight: 650; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.5rem; margin: 0; padding: 1rem 1.25rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.attention { padding: 0.75rem 1.25rem; background: var(--warn-soft); border-color: var(--warn-line); }
.attention ul { margin: 0; padding-left: 1.1rem; }
.attention li { margin: 0.25rem 0; }
.attention li::marker { color: var(--warn); }
.pill {
  display: inline-block; padding: 0 0.55em; border-radius: 99px; font-size: 0.78rem; line-height: 1.6;
  background: var(--head); color: var(--soft); white-space: nowrap;
}
.pill.canary { background: var(--canary-soft); color: var(--canary); }
.pill.warn { background: var(--warn-soft); color: var(--warn); }
.pill.good { background: var(--good-soft); color: var(--good); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.card > table { overflow: hidden; border-radius: 10px; }
th, td { padding: 0.42rem 0.75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: 0.78rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
tbody th { font-weight: 600; }
tbody tr.wave th { background: var(--head); font-weight: 600; }
.host { font-weight: 600; overflow-wrap: anywhere; }
.wide td.host { min-width: 9.5rem; }
.version { white-space: nowrap; }
.build { color: var(--soft); font-size: 0.86em; }
.hosts { color: var(--soft); overflow-wrap: anywhere; }
.bar { display: block; position: relative; height: 0.9rem; min-width: 8rem; margin-top: 0.3rem; }
.bar i {
  position: absolute; left: var(--from); width: max(var(--for), 3px); height: 100%; border-radius: 3px;
  background: var(--wave);
}
.bar.canary i { background: var(--canary); }
td.time { width: 42%; }
.group { padding: 0.75rem 1.25rem; margin-top: 0.75rem; }
.group ul { margin: 0.4rem 0 0; padding-left: 1.1rem; }
.group li { margin: 0.3rem 0; }
@media (max-width: 46rem) {
  body { padding: 1.25rem 0.75rem 3rem; font-size: 14px; }
  dl { grid-template-columns: 1fr; gap: 0 0; }
  dd { margin-bottom: 0.5rem; }
  .wide thead { display: none; }
  .wide tr { display: grid; grid-template-columns: 1fr auto; padding: 0.45rem 0.75rem; }
  .wide tr { border-top: 1px solid var(--line); }
  .wide th, .wide td { display: block; padding: 0.05rem 0; border: 0; background: none; }
  .wide td { grid-column: 1 / -1; }
  .wide td.number { grid-column: 2; grid-row: 1; }
  .wide td.host { grid-column: 1; grid-row: 1; }
  .wide td:empty { display: none; }
  .wide tr.wave { background: var(--head); }
  .wide tr.wave th { grid-column: 1 / -1; }
  td.time, thead tr > :nth-child(6) { display: none; }
  th, td { padding: 0.4rem 0.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --head: #eee; --accent: #000;
    --wave: #777; --canary: #333; --canary-soft: #eee; --warn: #000; --warn-soft: #fff; --warn-line: #000;
    --good: #000; --good-soft: #fff;
  }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .tiles { grid-template-columns: repeat(3, 1fr); }
  .tile, .group, .attention { padding: 0.5rem 0.75rem; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  thead { display: table-header-group; }
  tr, .tile, .group li { break-inside: avoid; }
  tr.wave, h2, h3 { break-after: avoid; }
}
"""
