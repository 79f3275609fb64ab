"""How the page looks: the letter to the left, what is said of it in the margin; on paper too."""

from __future__ import annotations

STYLE = """
:root { color-scheme: only light; --ink: #1f2428; --soft: #535b63; --paper: #fbfaf7;
  --sheet: #fff; --line: #dcd9d1; --fejl: #a3231b; --fejl-bag: #fbe3e0; --advarsel: #855000;
  --advarsel-bag: #fdeecb; --forslag: #1d5a96; --forslag-bag: #dfecf8; }
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: break-word;
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; } footer { padding-block: 1.5rem 3rem; color: var(--soft);
  font-size: .9rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .6rem; }
h3 { font-size: .95rem; margin: .9rem 0 .2rem; }
p { margin: 0 0 .5rem; } .blidt { color: var(--soft); }
a { color: inherit; } a:focus-visible { outline: .15rem solid var(--forslag); }
.antal { list-style: none; display: flex; flex-wrap: wrap; gap: .6rem; padding: 0;
  margin: 1rem 0 0; }
.antal li { border-radius: 2rem; padding: .15rem .9rem; font-weight: 600; }
.fejl { --min: var(--fejl); --bag: var(--fejl-bag); }
.advarsel { --min: var(--advarsel); --bag: var(--advarsel-bag); }
.forslag { --min: var(--forslag); --bag: var(--forslag-bag); }
.antal li { color: var(--min); background: var(--bag); }
section.kort { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1.1rem 1.4rem; margin: 1.25rem 0; }
section.kort.niveau { border-left: .3rem solid var(--min); }
section.kort.niveau h2 { color: var(--min); }
.fund { margin: 0; padding: 0; list-style: none; }
.fund > li { padding: .45rem 0; border-top: 1px solid var(--line); }
.fund > li:first-child { border-top: 0; }
.nr { display: inline-block; min-width: 1.45rem; padding: 0 .35rem; border-radius: 1rem;
  background: var(--min); color: #fff; font-size: .78rem; line-height: 1.45rem; font-weight: 700;
  text-align: center; text-decoration: none; font-variant-numeric: tabular-nums; }
.regel { color: var(--soft); font-size: .8rem; white-space: nowrap; }
.foerst { margin: .9rem 0 0; font-size: 1.1rem; font-weight: 600; }
summary { cursor: pointer; } details .fund { margin-left: 1.1rem; }
.art { font-size: .72rem; font-weight: 700; letter-spacing: .04em; border: 1px solid currentColor;
  border-radius: .25rem; padding: 0 .3rem; }
dl { margin: .25rem 0 0; display: grid; grid-template-columns: max-content 1fr; gap: .1rem .7rem;
  font-size: .9rem; } dt { color: var(--soft); } dd { margin: 0; }
.brev { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem;
  padding: 1.75rem 0 1.5rem; margin: 1.25rem 0; }
.brev > h2 { padding: 0 2rem; color: var(--soft); font-size: 1rem; }
.linje { display: grid; grid-template-columns: minmax(0, 1fr) 25rem; gap: 0 2rem;
  padding: 0 1.5rem 0 2rem; }
.tekst { max-width: 40rem; } .tekst p { margin: 0 0 .65rem; white-space: pre-line; }
.tekst .overskrift { font-weight: 700; font-size: 1.08rem; margin: .8rem 0 .35rem; }
.tekst .titel { font-weight: 700; font-size: 1.4rem; line-height: 1.25; margin: .6rem 0; }
.tekst .punkt { padding-left: 1.4rem; text-indent: -1.1rem; }
.tekst .citat { padding-left: 1rem; border-left: .2rem solid var(--line); }
.tekst table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; font-size: .94rem; }
.tekst td { border: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; }
.tekst td p { margin: 0 0 .25rem; }
mark { color: inherit; background: var(--bag); border-bottom: .13rem solid var(--min);
  padding: 0 .05rem; } sup { line-height: 0; } sup .nr { margin: 0 .12rem; text-indent: 0; }
.margen { border-left: 1px solid var(--line); padding-left: 1rem; font-size: .88rem;
  line-height: 1.45; min-width: 0; }
.margen > div { border-left: .22rem solid var(--min); background: var(--bag); margin: 0 0 .6rem;
  border-radius: 0 .4rem .4rem 0; padding: .45rem .7rem; }
.margen p { margin: 0 0 .2rem; } .margen .ret { margin: 0; }
.om-det-hele { padding: 0 2rem 1rem; } .om-det-hele .margen { columns: 2; column-gap: 1rem;
  border: 0; padding: 0; } .om-det-hele .margen > div { break-inside: avoid; }
@media (max-width: 60rem) { .linje { grid-template-columns: minmax(0, 1fr); padding: 0 1rem; }
  .margen { border-left: 0; padding-left: 0; } .om-det-hele { padding: 0 1rem; }
  .om-det-hele .margen { columns: 1; } header, main, footer { padding-inline: 1rem; } }
@media print {
  :root { --paper: #fff; } html { font-size: 9.5pt; } @page { margin: 1.6cm; }
  header, main, footer { max-width: none; padding-inline: 0; }
  .linje { grid-template-columns: minmax(0, 1fr) 16rem; padding: 0 .8rem; gap: 0 1rem; }
  .margen > div, .fund > li { break-inside: avoid; } h2, h3 { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
""".strip()
