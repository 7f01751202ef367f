/** Marks sit on the letter before them; the scripts of East Asia and pictures take two columns (Unicode UAX #11). */
const none = /[\p{M}\u200b-\u200d]/u
const two =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, each) => sum + (none.test(each) ? 0 : two.test(each) ? 2 : 1), 0)
}

/** `padEnd` by columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** As much of the text as fits into the columns. */
export function cutTo(text: string, width: number): string {
  let kept = ''
  for (const character of text) {
    if (widthOf(kept + character) > width) break
    kept += character
  }
  return kept
}
