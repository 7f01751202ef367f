/** What may stand behind a flag or in the place of an argument. */
export type Values = 'profiles' | Kind | readonly string[]

/** What a shell itself knows best. */
export type Kind = 'files' | 'folders' | 'commands'

/** By the flag, or by the command and its argument. What a command declares as choices need not be here. */
const known: Readonly<Record<string, Values>> = {
  '--profile': 'profiles',
  '--idle-timeout': ['10', '30', '60', '300'],
  'profile use name': 'profiles',
  'profile remove name': 'profiles',
  'profile rename from': 'profiles',
  'helper git operation': ['get', 'store', 'erase'],
}

/** By the word in the place of the value, which says enough. */
const byPlaceholder: Readonly<Record<string, Values>> = {
  file: 'files',
  path: 'files',
  dir: 'folders',
  folder: 'folders',
}

/** The values of a flag (`--storage`) or an argument (`profile use name`); none where nobody can know them. */
export function valuesOf(key: string, placeholder: string): Values {
  if (Object.hasOwn(known, key)) return known[key] ?? []
  return (Object.hasOwn(byPlaceholder, placeholder) && byPlaceholder[placeholder]) || []
}

/** For the test that each of them is a flag or an argument yet. */
export const knownKeys = Object.keys(known)
