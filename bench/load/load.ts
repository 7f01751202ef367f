import { Helper } from '../helper.ts'
import type { Stage } from '../stage.ts'
import type { LoadReport, Plan } from './plan.ts'

export type Load = Helper<Plan, LoadReport>

export function startLoad(stage: Stage): Load {
  return new Helper<Plan, LoadReport>(stage, 'load', new URL('./generator.ts', import.meta.url))
}
