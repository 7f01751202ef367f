import type { Catalogue } from '../messages.ts'

/** A login that this machine could not keep. */
export const unkept: Catalogue = {
  'The new session could not be ended at the server: {why}': '새 세션을 서버에서 끝내지 못했습니다: {why}',
}
