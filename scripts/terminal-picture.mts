import type { Run } from './recorded-terminal.mts'

const cell = { width: 8.4, height: 19 }
const [margin, bar] = [16, 34]

/** The 16 colours on paper and on black, readable on both (WCAG 2.2, contrast 4.5). */
const light = ['#57606a', '#b3261e', '#116329', '#7d4e00', '#0550ae', '#8250df', '#0b6a73', '#1f2328']
const dark = ['#8b949e', '#ff8e86', '#6fd08c', '#e3b341', '#79c0ff', '#d2a8ff', '#76d9e6', '#e6edf3']

const inks = (colors: readonly string[]) => colors.map((color, index) => `.c${index}{fill:${color}}`).join('')

const style = `.frame{fill:#f6f8fa;stroke:#d0d7de}.bar{fill:#eaeef2}.dot{fill:#afb8c1}text{fill:#1f2328;font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}.title{fill:#57606a;font-size:12px;text-anchor:middle}.b{font-weight:700}${inks(light)}@media(prefers-color-scheme:dark){.frame{fill:#0d1117;stroke:#30363d}.bar{fill:#161b22}.dot{fill:#484f58}text{fill:#e6edf3}.title{fill:#8b949e}${inks(dark)}}`

/** A window with the lines of a terminal: text that can be selected, light or dark as the reader's system is. */
export function drawPicture(title: string, columns: number, lines: readonly Run[][]): string {
  const width = Math.ceil(columns * cell.width) + 2 * margin
  const height = bar + lines.length * cell.height + 2 * margin - 6
  const dots = [18, 36, 54].map((x) => `<circle class="dot" cx="${x}" cy="17" r="5.5"/>`).join('')
  const rows = lines.map((runs, row) => drawLine(runs, bar + margin + 9 + row * cell.height)).filter(Boolean)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
<style>${style}</style>
<rect class="frame" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="9"/>
<path class="bar" d="M1 ${bar}V10a9 9 0 0 1 9-9H${width - 10}a9 9 0 0 1 9 9V${bar}z"/>${dots}
<text class="title" x="${width / 2}" y="21">${escapeXml(title)}</text>
${rows.join('\n')}
</svg>
`
}

/** Each run is held to its columns, so that lines stay in step in whatever font the reader has. */
function drawLine(runs: readonly Run[], y: number): string {
  const spans = runs.map(({ text, column, width, color, bold }) => {
    const classes = [color === undefined ? '' : `c${color % 8}`, bold ? 'b' : ''].filter(Boolean).join(' ')
    const place = `x="${round(margin + column * cell.width)}" textLength="${round(width * cell.width)}"`
    return `<tspan ${place}${classes && ` class="${classes}"`}>${escapeXml(text)}</tspan>`
  })
  return spans.length === 0 ? '' : `<text y="${y}" xml:space="preserve">${spans.join('')}</text>`
}

function round(length: number): string {
  return String(Math.round(length * 10) / 10)
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
