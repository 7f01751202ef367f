import { readdirSync } from 'node:fs'
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { showsOpenFiles } from '../../platform.ts'
import { type Family, single } from './exposition.ts'

/** Milliseconds between two looks at the event loop. */
const resolution = 20

/** What Node knows of itself, under the names that dashboards for Node look for. */
export function createRuntimeMetrics(): () => Family[] {
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  return () => {
    const { rss, heapUsed } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const started = Date.now() / 1000 - process.uptime()
    return [
      ...lag(delay),
      single('process_resident_memory_bytes', 'gauge', 'Memory that the process holds.', rss),
      single('nodejs_heap_size_used_bytes', 'gauge', 'Memory of JavaScript objects.', heapUsed),
      single('process_cpu_seconds_total', 'counter', 'Processor time, all threads.', (user + system) / 1e6),
      single('process_start_time_seconds', 'gauge', 'Start, since 1970.', started),
      ...openFiles(),
    ]
  }
}

/** Since the last scrape. */
function lag(delay: IntervalHistogram): Family[] {
  const seconds = (nanoseconds: number) =>
    // The look itself waits for `resolution`; before the first one there is nothing.
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolution / 1000) : 0
  const families = [
    single('nodejs_eventloop_lag_p50_seconds', 'gauge', 'Median lag.', seconds(delay.percentile(50))),
    single('nodejs_eventloop_lag_p99_seconds', 'gauge', '99th percentile.', seconds(delay.percentile(99))),
    single('nodejs_eventloop_lag_max_seconds', 'gauge', 'Longest lag.', seconds(delay.max)),
  ]
  delay.reset()
  return families
}

function openFiles(): Family[] {
  if (!showsOpenFiles()) return []
  const open = readdirSync('/proc/self/fd').length
  return [single('process_open_fds', 'gauge', 'Open files and connections.', open)]
}
