import { DiagLogLevel, diag, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import { version } from '../../package.json'

/**
 * Sends spans in batches, as JSON, to `endpoint` + `/v1/traces`. A collector that is away costs spans and a line of the log,
 * never an answer. Headers, time-out and the name of the service come from OpenTelemetry's own variables.
 */
export function exportSpans(endpoint: string, logger: Logger): () => Promise<void> {
  const tell = (message: string) => logger.warn({ reason: message }, 'spans could not be exported')
  const ignore = () => undefined
  diag.setLogger(
    { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const { OTEL_SERVICE_NAME: name = 'wuhao-tutor' } = process.env
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  trace.setGlobalTracerProvider(provider)
  return async () => {
    trace.disable()
    await provider.shutdown().catch((error: unknown) => tell(String(error)))
    diag.disable()
  }
}
