import * as v from 'valibot'

const boxSchema = v.pipe(v.tuple([v.number(), v.number(), v.number(), v.number()]), v.readonly())

/** A PageReading as it comes from the thread that made it. */
export const readingSchema = v.union([
  v.object({
    lines: v.array(
      v.object({
        text: v.string(),
        other: v.exactOptional(v.string()),
        isUnread: v.exactOptional(v.literal(true)),
        box: v.nullable(boxSchema),
      }),
    ),
  }),
  v.object({
    failure: v.picklist(['unreadable', 'turned', 'blurred', 'too_small', 'handwriting']),
  }),
])
