/** A message of a chat completion. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string | ContentPart[]
}

/** A part of a message with pictures. */
export type ContentPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }
