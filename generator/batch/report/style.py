"""How the report looks: on a screen, narrow or wide, light or dark, and on paper."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1c2024; --soft: #545c66; --paper: #f5f6f4;
  --card: #fff; --line: #d6dad8; --lavet: #0f7b6c; --klar: #66747f; --holdt: #8f5600;
  --gul: #c47a00; --fejl: #b3261e; --forslag: #2f6fb3; --tal: #2f6fb3; --mark: #ffe9e6; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceeed; --soft: #b3bac2; --paper: #141716;
  --card: #1e2321; --line: #3b4340; --lavet: #35b29e; --klar: #8794a2; --holdt: #e0a03c;
  --gul: #e0a03c; --fejl: #ff8a80; --forslag: #7db3ee; --tal: #7db3ee; --mark: #40211e; } }
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.25rem; } footer { padding-block: 1rem 3rem; color: var(--soft); }
h1 { font-size: clamp(1.7rem, 1.1rem + 2.4vw, 2.6rem); line-height: 1.15; margin: .1em 0 .5em;
  letter-spacing: -.015em; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0; }
p { margin: 0 0 .6em; } small, .note, .over { color: var(--soft); font-size: .875rem; }
svg { display: block; width: 100%; overflow: hidden; forced-color-adjust: none; }
.fremdrift { height: 1rem; border-radius: .5rem; }
.tal-raekke { list-style: none; margin: 1rem 0 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: .6rem 2.5rem; }
.tal-raekke b { display: block; font-size: 1.9rem; line-height: 1.1;
  font-variant-numeric: tabular-nums; }
.tal-raekke .lavet { color: var(--lavet); } .tal-raekke .fejl { color: var(--fejl); }
.tal-raekke .holdt { color: var(--holdt); }
section, figure { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1.25rem 1.4rem; margin: 1.25rem 0; min-width: 0; }
section > h2 { margin-bottom: .5rem; }
section > details > summary > h2 { display: inline; }
.nu { border-left: .35rem solid var(--lavet); }
.nu ol { margin: 0; padding-left: 1.4rem; } .nu li { margin: .35em 0; }
.figurer { display: grid; gap: 1.25rem; margin: 1.25rem 0;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
.figurer > figure { margin: 0; } .figurer > .bred { grid-column: 1 / -1; }
figcaption p { color: var(--soft); font-size: .9375rem; margin: .15rem 0 .9rem; }
figure ul { list-style: none; margin: 0; padding: 0; }
.forklaring { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-bottom: .9rem !important;
  font-size: .875rem; }
.forklaring li { display: flex; align-items: center; gap: .4rem; }
.prik { width: .85rem; height: .85rem; }
.soejler li { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr 3.5rem;
  gap: .2rem .8rem; align-items: center; padding: .28rem 0; }
.soejle { height: 1.35rem; border-radius: .25rem; }
.regler li { grid-template-columns: minmax(14rem, 5fr) 4fr 8rem; padding: .4rem 0; }
.regler small { white-space: nowrap; } .regler .vaerdi { text-align: left; }
.vaerdi { font-weight: 600; font-variant-numeric: tabular-nums; text-align: right; }
.vaerdi small { font-weight: 400; }
rect.lavet { fill: var(--lavet); } rect.oversprunget { fill: var(--klar); }
rect.holdt, rect.advarsel { fill: var(--gul); } rect.fejl { fill: var(--fejl); }
rect.forslag { fill: var(--forslag); } rect.tal { fill: var(--tal); }
rect.mellemrum { fill: var(--card); } .fremdrift rect.mellemrum { fill: var(--paper); }
rect.midte { fill: var(--ink); } rect.bund { fill: var(--line); }
.lix p { margin: .5rem 0 .15rem; } .histogram { height: 3.6rem; }
.lix-titel { font-size: 1rem; margin: 1.4rem 0 0; }
.graense { height: 1.1rem; margin-top: .2rem; } .graense span { transform: none !important; }
.graense span.venstre { transform: translateX(-100%) !important; }
rect.graense-streg { fill: var(--holdt); }
.akse { position: relative; height: 1.4rem; font-size: .8125rem; color: var(--soft); }
.akse span { position: absolute; white-space: nowrap; transform: translateX(-50%); }
.akse span:first-child { transform: none; } .akse span:last-child { transform: translateX(-100%); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.45;
  margin-top: .75rem; }
th, td { padding: .5rem .7rem .5rem 0; text-align: left; vertical-align: top;
  border-top: 1px solid var(--line); overflow-wrap: break-word; }
thead th { color: var(--soft); font-weight: 600; font-size: .875rem; border-top: 0; }
tbody th { font-weight: 600; font-variant-numeric: tabular-nums; }
.ret td:nth-of-type(2) { min-width: 14rem; } .ret td:nth-of-type(3) { min-width: 14rem; }
tr.samme th, tr.samme .sag { color: transparent; } tr.samme > * { border-top-color: transparent; }
.celle { background: var(--mark); border-radius: .3rem; padding: .1rem .4rem; font-weight: 600;
  overflow-wrap: break-word; }
.status { display: inline-flex; align-items: center; gap: .45rem; white-space: nowrap; }
.status svg { width: .7rem; height: .7rem; flex: none; }
.fil { font-family: ui-monospace, Consolas, monospace; font-size: .8125rem;
  overflow-wrap: anywhere; }
details > summary { cursor: pointer; } summary:focus-visible { outline: .15rem solid; }
.breve td, .breve th { padding-block: .3rem; }
@media (max-width: 44rem) {
  header, main, footer { padding-inline: .8rem; } section, figure { padding: 1rem; }
  .soejler li { grid-template-columns: 1fr 3.5rem; }
  .regler li { grid-template-columns: 1fr 7rem; } .soejler .navn { grid-column: 1 / -1; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; width: 100%; min-width: 0 !important; }
  tr { border-top: 1px solid var(--line); padding: .6rem 0; }
  th, td { border: 0; padding: .1rem 0 !important; } td:empty, tr.samme th { display: none; }
  td[data-navn]::before { content: attr(data-navn) ": "; color: var(--soft); }
}
@media print {
  :root { --ink: #000; --soft: #333; --paper: #fff; --card: #fff; --line: #999; --lavet: #0f7b6c;
    --klar: #66747f; --holdt: #8f5600; --gul: #c47a00; --fejl: #b3261e; --forslag: #2f6fb3;
    --tal: #2f6fb3; --mark: #fff; }
  html { font-size: 10pt; } header, main, footer { max-width: none; padding: 0; }
  section, figure { border: 0; padding: 0; }
  .nu { border-left: .35rem solid var(--lavet); border-radius: 0; padding-left: 1rem; }
  .celle { padding: 0; }
  .figurer { grid-template-columns: 1fr 1fr; }
  figure, tr, .nu { break-inside: avoid; } h2 { break-after: avoid; }
  thead { display: table-header-group; } @page { margin: 1.6cm; }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
""".strip()
