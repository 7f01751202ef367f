import type { Family } from './exposition.ts'
import { Histogram } from './histogram.ts'

interface Route {
  method: string
  path: string
  /** By status class: the third counts 2xx. */
  classes: number[]
  durations: Histogram
}

/** Requests by route pattern. Never by path: those are endless, and hold ids. */
export class RequestMetrics {
  readonly #routes = new Map<string, Route>()

  answered(method: string, path: string, status: number, seconds: number): void {
    const key = `${method} ${path}`
    let route = this.#routes.get(key)
    if (!route) {
      route = { method, path, classes: [0, 0, 0, 0, 0, 0], durations: new Histogram() }
      this.#routes.set(key, route)
    }
    const place = Math.trunc(status / 100)
    route.classes[place] = (route.classes[place] ?? 0) + 1
    route.durations.observe(seconds)
  }

  families(): Family[] {
    const routes = [...this.#routes.values()]
    return [
      {
        name: 'latchkey_http_requests_total',
        type: 'counter',
        help: 'Requests that were answered.',
        samples: routes.flatMap(({ method, path, classes }) =>
          classes.flatMap((value, place) =>
            value > 0 ? [{ labels: { method, route: path, status: `${place}xx` }, value }] : [],
          ),
        ),
      },
      {
        name: 'latchkey_http_request_duration_seconds',
        type: 'histogram',
        help: 'From the first look at a request to its answer.',
        samples: routes.flatMap(({ method, path, durations }) => durations.samples({ method, route: path })),
      },
    ]
  }
}
