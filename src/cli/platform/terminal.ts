/** What is known of a terminal before anything is written to it. */

/**
 * The locale of a category by POSIX's variables in POSIX's order (Base Definitions §8.2). Undefined where none is set on
 * a system that knows it elsewhere; on others that is the POSIX locale.
 */
export function localeOf(
  category: 'LC_MESSAGES' | 'LC_CTYPE',
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const variable = env.LC_ALL || env[category] || env.LANG
  return variable || (knowsElsewhere(platform) ? undefined : 'C')
}

/** Whether what we write is read as UTF-8: where the locale says so, or where a system that speaks no other says nothing. */
export function speaksUtf8(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  const locale = localeOf('LC_CTYPE', env, platform)
  return locale === undefined || /utf-?8/i.test(locale)
}

/** Whether a browser that is opened here would be seen: elsewhere than on Windows and macOS that takes a display. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  return knowsElsewhere(platform) || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

function knowsElsewhere(platform: NodeJS.Platform): boolean {
  return platform === 'win32' || platform === 'darwin'
}
