import { setPriority } from 'node:os'
import { hashSync } from 'bcryptjs'
import { answerQuestions } from '../helper.ts'

export interface HashQuestion {
  cost: number
  count: number
}

// authd's hashing threads give way to everything else, so the rest of the machine must take as much from this one.
setPriority(10)

/** The mean time of a hash, in ms: of logins, too, only the mean is known. */
answerQuestions(async ({ cost, count }: HashQuestion): Promise<number> => {
  const start = performance.now()
  for (let done = 0; done < count; done++) hashSync('seven brisk otters juggle lanterns', cost)
  return (performance.now() - start) / count
})
