import type { Logger } from 'pino'

/**
 * Exports spans to `endpoint` (OTLP over HTTP) from now on; what it returns sends what waits and ends that. Without an endpoint
 * OpenTelemetry's SDK is not even loaded.
 */
export async function beginTelemetry(
  endpoint: string | undefined,
  logger: Logger,
): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => undefined
  const { exportSpans } = await import('./span-exporter')
  return exportSpans(endpoint, logger)
}
