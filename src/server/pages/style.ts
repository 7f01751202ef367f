/** The stylesheet of every page: system fonts, light and dark by the system, readable from 320 px and at 200 % zoom. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f6f3, #17181a);
  --sheet: light-dark(#ffffff, #202225);
  --ink: light-dark(#1c1d1f, #e9e8e4);
  --quiet: light-dark(#595b60, #a8aab0);
  --line: light-dark(#d8d8d2, #3a3d42);
  --field: light-dark(#7b7e85, #82868e);
  --accent: light-dark(#2f5d50, #8fd0bb);
  --on-accent: light-dark(#ffffff, #10241e);
  --danger: light-dark(#a32020, #ff9c94);
  --danger-ground: light-dark(#fdf0ee, #3a2220);
  --good-ground: light-dark(#eaf4ef, #1e3029);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
:lang(ko) body, body:lang(ko) { word-break: keep-all; }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--sheet); padding: .5rem 1rem; z-index: 1; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; padding: .75rem max(1rem, calc((100vw - 64rem) / 2)); border-bottom: 1px solid var(--line); background: var(--sheet); }
header nav { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.1rem; margin-left: auto; }
header nav a, header .plain { padding: .3rem 0; }
.brand { font-weight: 700; letter-spacing: .01em; color: inherit; text-decoration: none; }
[aria-current=page] { color: inherit; font-weight: 600; text-decoration-thickness: 2px; }
main { flex: 1; width: 100%; margin: 0 auto; padding: 2rem 1rem 3rem; }
main.narrow { max-width: 30rem; }
main.wide { max-width: 66rem; }
main.middle { max-width: 46rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1.25rem; }
h2 { font-size: 1.15rem; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
section { margin: 0 0 1.25rem; scroll-margin-top: 1rem; padding: 1.25rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
main.narrow > form:first-of-type:not(.actions), .card { padding: 1.25rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
main.narrow > form + form { margin-top: 1rem; }
.field { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
.check { display: flex; gap: .6rem; align-items: baseline; margin: 0 0 1rem; }
.check label { font-weight: 400; margin: 0; }
input:not([type=checkbox], [type=radio]), select { width: 100%; min-height: 2.75rem; padding: .5rem .7rem; font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--field); border-radius: 6px; }
input[aria-invalid=true] { border-color: var(--danger); border-width: 2px; }
input.code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: .12em; text-transform: uppercase; }
button, .button { display: inline-block; min-height: 2.75rem; padding: .55rem 1.2rem; font: inherit; font-weight: 600; text-decoration: none; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 6px; cursor: pointer; }
button.quiet, .button.quiet { color: var(--ink); background: none; border-color: var(--field); font-weight: 400; }
button.danger, .button.danger { color: var(--danger); background: none; border-color: var(--danger); }
button.plain { min-height: 0; padding: .3rem 0; color: var(--accent); background: none; border: 0; font-weight: 400; text-decoration: underline; text-underline-offset: .18em; }
.hint, .quiet-text { color: var(--quiet); font-size: .925rem; margin: 0 0 .35rem; }
.error { color: var(--danger); margin: .35rem 0 0; font-weight: 600; }
.alert, .notice { padding: .8rem 1rem; border: 1px solid; border-radius: 6px; }
.alert { color: var(--danger); background: var(--danger-ground); border-color: var(--danger); }
.notice { background: var(--good-ground); border-color: var(--accent); }
.ways { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1.25rem 0 0; }
.row { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; }
.row > * { margin-bottom: 0; }
.row .field { flex: 1 1 14rem; }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { overflow-wrap: normal; text-align: left; font-weight: 600; color: var(--quiet); font-size: .9rem; }
th, td { padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid var(--field); border-radius: 99px; font-size: .85rem; }
.tag.danger { border-color: var(--danger); color: var(--danger); }
.tag.strong { border-color: var(--accent); background: var(--good-ground); }
.tags { display: inline-flex; flex-wrap: wrap; gap: .3rem; }
form.row, form > .row { margin-bottom: 1rem; }
section > .entries:last-child > :last-child { padding-bottom: 0; }
.secret { display: block; padding: .8rem 1rem; background: var(--ground); border: 1px dashed var(--field); border-radius: 6px; font-family: ui-monospace, Menlo, Consolas, monospace; user-select: all; }
.on-page { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: -.5rem 0 1.5rem; }
.on-page a { padding: .2rem 0; }
section > :last-child { margin-bottom: 0; }
details { border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
section > .ways { margin: 0 0 1rem; }
summary { padding: .7rem 0; cursor: pointer; color: var(--accent); text-decoration: underline; text-underline-offset: .18em; }
details[open] > summary { color: inherit; font-weight: 600; text-decoration: none; }
details > form { max-width: 28rem; padding: .25rem 0 1rem; }
section > details:last-child:not([open]) > summary { padding-bottom: 0; }
section > details[open]:last-child > form { padding-bottom: 0; }
fieldset { min-width: 0; margin: 0 0 1rem; padding: 0; border: 0; }
legend { padding: 0; margin: 0 0 .35rem; font-weight: 600; }
fieldset .check { margin-bottom: .35rem; }
.check input { flex: none; width: 1.15rem; height: 1.15rem; margin: 0; transform: translateY(.15rem); accent-color: var(--accent); }
.entries { list-style: none; margin: 0 0 1rem; padding: 0; }
.entry { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding: .85rem 0; border-top: 1px solid var(--line); }
.entry > :first-child { flex: 1 1 16rem; min-width: 0; }
.entry .hint { margin: .1rem 0 0; }
.entry .hint span + span::before { content: '· '; }
.entry button, .entry .button { min-height: 2.4rem; padding: .35rem .9rem; }
footer { padding: 1rem; border-top: 1px solid var(--line); }
footer { display: flex; flex-wrap: wrap; justify-content: center; align-items: center; gap: .25rem 1.5rem; }
footer form { display: flex; gap: 1.25rem; }
footer [aria-pressed=true] { color: inherit; text-decoration: none; font-weight: 600; }
@media (max-width: 44rem) {
  .cards, .cards tbody, .cards tr, .cards td { display: block; }
  .cards thead { position: absolute; left: -99rem; }
  .cards tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
  .cards tr:last-child { padding-bottom: 0; border-bottom: 0; }
  .cards td { display: flex; gap: .25rem 1rem; padding: .15rem 0; border: 0; }
  .cards td:first-child { display: block; font-weight: 600; }
  .cards td:first-child .quiet-text { font-weight: 400; }
  .cards td:not(:first-child)::before { content: attr(data-head); flex: 0 0 6.5rem; color: var(--quiet); }
}
@media (max-width: 34rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
  header nav { margin-left: 0; }
}
@media print { header nav, footer { display: none; } }
`

/** A keyhole, for the browser's tab. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f5d50"/><circle cx="16" cy="12.5" r="4.5" fill="#fff"/><path d="M14 15h4l2 10h-8z" fill="#fff"/></svg>`
