/** One measured thing and all its series, as Prometheus reads them (text format 0.0.4). */
export interface Family {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: readonly Sample[]
}

export interface Sample {
  /** Behind the name of the family: `_bucket`, `_sum` and `_count` of a histogram. */
  suffix?: string
  labels?: Readonly<Record<string, string>>
  value: number
}

export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

export function renderFamilies(families: readonly Family[]): string {
  return families.map(renderFamily).join('')
}

/** A thing of one series. */
export function single(name: string, type: 'counter' | 'gauge', help: string, value: number): Family {
  return { name, type, help, samples: [{ value }] }
}

/** A thing of one label. */
export function byLabel(
  head: Pick<Family, 'name' | 'type' | 'help'>,
  label: string,
  values: Iterable<readonly [string, number]>,
): Family {
  return { ...head, samples: [...values].map(([name, value]) => ({ labels: { [label]: name }, value })) }
}

function renderFamily({ name, help, type, samples }: Family): string {
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${renderLabels(labels)} ${value}`,
  )
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeValue(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')
}
