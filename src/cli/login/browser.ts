import open from 'open'
import { hasDisplay } from '../platform/terminal.ts'

/** Opens an address in the user's browser. Returns why that was not possible; undefined where it was. */
export async function openBrowser(url: string): Promise<string | undefined> {
  try {
    const launcher = await open(url)
    launcher.on('error', () => undefined)
    return undefined
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? 'nothing here can open one (xdg-open is missing)' : message
  }
}

/** Why no browser would be seen by the person at this terminal; undefined where one would. */
export function whyNoBrowser(env: NodeJS.ProcessEnv, interactive: boolean): string | undefined {
  // Hundreds of tabs overnight, opened by a job that nobody watched (kubelogin#904).
  if (!interactive) return 'there is no terminal'
  if (env.SSH_CONNECTION || env.SSH_TTY) return 'this is an SSH session'
  return hasDisplay(env) ? undefined : 'there is no display'
}
