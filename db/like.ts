/** A text for a LIKE pattern with `escape '!'`, where it means nothing but itself. */
export function escapeLike(text: string): string {
  return text.replace(/[!%_]/g, '!$&')
}
