/** The part of the stylesheet that the API reference needs; colours and type come from the other part. */
export const docsStyle = `
.api code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em; }
.api .rules { margin: 0 0 2rem; padding-left: 1.25rem; }
.api .rules li { margin: 0 0 .35rem; }
.contents { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem; margin: 0 0 2.5rem; }
.contents section { margin: 0; padding: 1rem 1.25rem; }
.contents ul { list-style: none; margin: 0; padding: 0; }
.contents li { margin: 0 0 .6rem; }
.contents li a { display: block; text-decoration: none; }
.contents li a:hover { text-decoration: underline; }
.contents li span { display: block; color: var(--quiet); font-size: .875rem; line-height: 1.4; }
.contents b, .operation h3 b { font-size: .75rem; letter-spacing: .04em; }
.api .group { margin: 2.5rem 0 .5rem; font-size: 1.35rem; }
.operation { scroll-margin-top: 1rem; }
.operation:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.operation h3 { margin: 0 0 .5rem; font-size: 1.05rem; line-height: 1.4; }
.operation h3 a { color: inherit; text-decoration: none; }
.operation h3 a:hover { text-decoration: underline; }
.operation h3 b { color: var(--accent); }
.operation h4 { margin: 1.25rem 0 .25rem; font-size: .95rem; }
.operation table { font-size: .925rem; table-layout: fixed; }
.operation thead th { font-size: .8rem; }
.operation tbody th { color: inherit; font-size: inherit; }
.operation tbody tr:last-child > * { border-bottom: 0; }
.operation td ul { list-style: none; margin: 0; padding: 0; }
.operation td li { margin: 0 0 .2rem; }
.operation td li code { padding: .05rem .3rem; background: var(--ground); border-radius: 4px; }
.operation td p { margin: .15rem 0 0; }
.operation td .quiet-text { font-size: .875rem; }
.fields th:nth-child(1), .shape th:nth-child(1) { width: 11.5rem; }
.fields th:nth-child(2), .shape th:nth-child(2) { width: 14rem; }
.fields th:nth-child(3) { width: 5rem; }
.answers th:nth-child(1) { width: 4.5rem; }
.answers th:nth-child(3) { width: 17rem; }
.operation pre { margin: 0; padding: .8rem 1rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
@media (max-width: 44rem) {
  .operation, .contents section { padding: 1rem; }
  .operation table, .operation tbody, .operation tr, .operation tbody th, .operation td { display: block; width: auto; }
  .operation thead { position: absolute; left: -99rem; }
  .operation tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .operation tr:last-child { border-bottom: 0; }
  .operation tbody th, .operation td { padding: 0; border: 0; }
  .fields td:nth-child(3)::before { content: 'Needed: '; color: var(--quiet); }
  .answers td:nth-child(3)::before { content: 'Body: '; color: var(--quiet); }
}
@media print {
  .api pre, .api tr, .operation h3, .operation h4 { break-inside: avoid; }
  .operation h3, .operation h4, .api .group { break-after: avoid; }
  .operation, .operation:target { padding: 0; border: 0; box-shadow: none; }
  .contents { display: block; }
}
`
