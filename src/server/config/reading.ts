/**
 * What became of a setting's text. A fault continues the sentence that begins with the variable's name:
 * `must be a whole number from 4 to 16`.
 */
export type Reading<T> = { value: T } | { fault: string }

/** `dataDir` is absolute; relative file names are meant from there. */
export type Reader<T> = (text: string, dataDir: string) => Reading<T>
