import type { Fault } from '../../source/simulator/server/faults.ts'

/** What Google answers as long as nobody has entered the service account under domain-wide delegation. */
export const noDelegation: Fault = {
  call: 'token',
  status: 401,
  body: {
    error: 'unauthorized_client',
    error_description:
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
  },
  times: 'always',
}
