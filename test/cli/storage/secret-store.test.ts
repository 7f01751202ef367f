import { describe, expect, test } from 'vitest'
import { seal, unseal } from '../../../src/cli/storage/secret-store.ts'

describe('the stored secret', () => {
  test('is versioned, ASCII and comes back as it was (supabase/cli#5415)', () => {
    const sealed = seal('v1.abc.7.mac')
    expect(sealed).toBe('{"v":1,"refresh_token":"v1.abc.7.mac"}')
    expect(unseal(sealed, 'the keychain')).toBe('v1.abc.7.mac')
  })

  test('of a newer version is "made by a newer auth", never "not logged in"', () => {
    expect(() => unseal('{"v":2,"box":"…"}', 'the keychain')).toThrow(
      expect.objectContaining({
        exitCode: 6,
        code: 'storage_newer',
        message: 'The login in the keychain was made by a newer auth.',
      }),
    )
  })

  test.each([
    '',
    'null',
    '7',
    '{}',
    '{"v":1}',
    '{"v":1,"refresh_token":""}',
    '{"v":1,"refresh_token":7}',
    '{',
  ])('that is damaged (%s) is an error of the store, exit 6, and is not shown', (text) => {
    expect(() => unseal(text, 'a file')).toThrow(
      expect.objectContaining({ exitCode: 6, message: 'The login in a file is damaged.' }),
    )
  })
})
