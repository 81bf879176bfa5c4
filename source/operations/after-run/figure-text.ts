import { Gauge, Registry } from 'prom-client'
import type { Figure } from './figures.ts'

/** Writes figures as Prometheus reads them. Those of one name become one, each with its labels. */
export async function figureText(figures: readonly Figure[]): Promise<string> {
  const registry = new Registry()
  const gauges = new Map<string, Gauge>()
  for (const { name, help, values } of figures) {
    const labelNames = Object.keys(values[0]?.[0] ?? {})
    const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames, registers: [registry] })
    gauges.set(name, gauge)
    for (const [labels, value] of values) gauge.set(labels, value)
  }
  return registry.metrics()
}
