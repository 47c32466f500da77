import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { Report } from '../../../typings/mistakes'
import { existing } from '../http/by-id'
import { parseInput, queryNumber } from '../http/parse-input'
import { timestamp } from '../store/identifiers'
import type { ReportRepository } from '../store/report-repository'
import type { UserRepository } from '../store/user-repository'
import { lastDays } from './calendar-days'
import { reportOf } from './report'
import { timeZoneOf } from './time-zone'

const reportQuery = v.object({ days: queryNumber(7, 1, 366) })

/** What was done in the last days of the student's own calendar. The scope has made sure who asks. */
export function registerReportRoutes(
  scope: FastifyInstance,
  { reports, users }: { reports: ReportRepository; users: Pick<UserRepository, 'account'> },
): void {
  scope.get('/api/v1/learning/report', async ({ userId, query }): Promise<Report> => {
    const { days } = parseInput(reportQuery, query)
    const timeZone = timeZoneOf(existing(await users.account(userId)).settings)
    const { first, since } = lastDays(timeZone, days, timestamp())
    return reportOf(await reports.activity(userId, since), { days, first, timeZone })
  })
}
