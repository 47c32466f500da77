import { readFileSync } from 'node:fs'
import * as v from 'valibot'

/** One OpenAI-compatible model. */
export interface ModelConfig {
  name: string
  /** OpenAI's own address where it is missing. */
  baseUrl: string | undefined
  apiKey: string | undefined
  /** Default true. */
  seesImages?: boolean
  /** Whether its prompt ends with `<think>`, so that its text begins inside of the thoughts. Default: learned from its answers. */
  thinksFirst?: boolean
  /** Further fields of each request, such as `temperature`. */
  parameters?: Readonly<Record<string, unknown>>
}

/** One line that says what is wrong with the settings of models. */
export class ModelSettingsError extends Error {
  override readonly name = 'ModelSettingsError'
}

/** The names in `OPENAI_MODEL`, which may be several in the order in which they are asked. */
export function modelNames(setting: string): string[] {
  return setting
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

const text = v.pipe(v.string(), v.trim(), v.minLength(1))

const fileSchema = v.pipe(
  v.array(
    v.strictObject({
      model: text,
      endpoint: v.exactOptional(
        v.pipe(
          text,
          v.regex(/^https?:\/\/./),
          v.check((value) => URL.canParse(value)),
        ),
      ),
      key: v.exactOptional(text),
      sees_images: v.exactOptional(v.boolean()),
      thinks_first: v.exactOptional(v.boolean()),
      parameters: v.exactOptional(v.record(v.string(), v.unknown())),
    }),
  ),
  v.minLength(1),
)

/** The models of a file, in the order in which they are asked. Throws {@link ModelSettingsError}. */
export function readModelsFile(path: string): ModelConfig[] {
  const parsed = v.safeParse(fileSchema, readJson(path))
  if (!parsed.success) {
    const [issue] = parsed.issues
    const place = v.getDotPath(issue) ?? 'the whole file'
    throw new ModelSettingsError(
      `OPENAI_MODELS_FILE ${path}: ${place} is wrong; it must be a list of {"model", "endpoint", "key", "sees_images", "thinks_first", "parameters"}, of which all but "model" may be left out`,
    )
  }
  return parsed.output.map(({ model, endpoint, key, sees_images, thinks_first, parameters }) => ({
    name: model,
    baseUrl: endpoint,
    apiKey: key,
    ...(sees_images === undefined ? {} : { seesImages: sees_images }),
    ...(thinks_first === undefined ? {} : { thinksFirst: thinks_first }),
    ...(parameters === undefined ? {} : { parameters }),
  }))
}

/** What the file says may be a key: no part of it stands in the error. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const isUnread = typeof error === 'object' && error !== null && 'code' in error
    const what = isUnread ? `cannot be read (${String(error.code)})` : 'is no JSON'
    throw new ModelSettingsError(`OPENAI_MODELS_FILE ${path} ${what}`)
  }
}
