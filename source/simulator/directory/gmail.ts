import { directoryIdFor } from '../organization/organization.ts'
import { type Answer, json } from '../server/answer.ts'
import { type ApiCall, pathPart } from '../server/api-call.ts'
import { apiError } from '../server/errors.ts'
import { applyFieldsMask } from './fields-mask.ts'

/** Gmail's `users.getProfile` of the account that is acted for. */
export function getProfile(call: ApiCall): Answer {
  const { workspace, grant } = call
  const user = grant.userId === null ? undefined : (workspace.index.user(grant.userId) ?? unlisted(call, grant.userId))
  if (user === undefined) throw precondition('Precondition check failed.')
  const asked = pathPart(call, 'userId')
  if (asked !== 'me' && workspace.index.user(asked)?.id !== user.id) {
    throw apiError(403, `Delegation denied for ${user.primaryEmail}`, 'forbidden', { status: 'PERMISSION_DENIED' })
  }
  if (user.isMailboxSetup === false) throw precondition('Mail service not enabled')
  // Made of the id, so that an account has the same figures each time.
  const messagesTotal = Number(user.id.slice(-4).replace(/\D/g, '')) + 1
  const profile = {
    emailAddress: user.primaryEmail,
    messagesTotal,
    threadsTotal: Math.ceil(messagesTotal / 3),
    historyId: String(messagesTotal * 7 + 1000),
  }
  return json(applyFieldsMask(call.mask, profile))
}

/** An administrator who is no user of the org file has a mailbox all the same. */
function unlisted({ workspace }: ApiCall, id: string) {
  const primaryEmail = workspace.organization.admins.find((address) => directoryIdFor(address) === id)
  return primaryEmail === undefined ? undefined : { id, primaryEmail, isMailboxSetup: true }
}

function precondition(message: string) {
  return apiError(400, message, 'failedPrecondition', { status: 'FAILED_PRECONDITION' })
}
