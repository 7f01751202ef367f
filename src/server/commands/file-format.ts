/** What a file of accounts may be. */
export const fileFormats = ['csv', 'jsonl'] as const
export type FileFormat = (typeof fileFormats)[number]

/** By the end of the name; undefined where it tells nothing. */
export function formatOf(file: string): FileFormat | undefined {
  if (/\.csv$/i.test(file)) return 'csv'
  return /\.(jsonl|ndjson)$/i.test(file) ? 'jsonl' : undefined
}
