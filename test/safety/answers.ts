import { json, type Question, type Reply, refusal } from './documented-google.ts'

/** The key that a question is about; a list of groups is asked for only with an account's here. */
const ownKey = (question: Question) => (question === 'users.get' || question === 'groups.list' ? 'userKey' : 'groupKey')

/** Answers that can come in place of a true one, by the names that docs/safety.md gives them. */
export const answers: Readonly<Record<string, (question: Question, usual: () => Reply) => Reply>> = {
  'an empty body': () => ({ status: 200, type: 'application/json', body: '' }),
  'a web page': () => page(200),
  'half of the JSON': (_question, usual) => {
    const reply = usual()
    return { ...reply, body: reply.body.slice(0, reply.body.length / 2) }
  },
  'JSON that calls itself a web page': (_question, usual) => ({ ...usual(), type: 'text/html' }),
  'JSON without its kind': (_question, usual) => changed(usual(), ({ kind: _kind, isMember: _word, ...rest }) => rest),
  'JSON of another kind': () => json({ kind: 'admin#directory#schemas', schemas: [] }),
  'an empty object': () => json({}),
  'a list': () => json([]),
  'an error with the status 200': () => ({ ...refusal(404, 'Resource Not Found: userKey', 'notFound'), status: 200 }),
  '204': () => ({ status: 204, type: null, body: '' }),
  'a redirect': () => ({ status: 302, type: null, body: '', headers: { location: 'http://127.0.0.1:9/' } }),
  '400 `Bad Request`': () => refusal(400, 'Bad Request', 'badRequest'),
  '400 `Invalid Input: memberKey`': () => refusal(400, 'Invalid Input: memberKey', 'invalid'),
  '401': () => refusal(401, 'Request had invalid authentication credentials.', 'authError'),
  '403 `Not Authorized to access this resource/api`': () =>
    refusal(403, 'Not Authorized to access this resource/api', 'forbidden'),
  '403 without a reason': () => json({ error: { code: 403, message: 'Forbidden' } }, 403),
  '403 as a web page': () => page(403),
  '404 `Resource Not Found` of its own key': (question) =>
    refusal(404, `Resource Not Found: ${ownKey(question)}`, 'notFound'),
  '404 `Resource Not Found` of another key': (question) =>
    refusal(404, `Resource Not Found: ${ownKey(question) === 'userKey' ? 'groupKey' : 'userKey'}`, 'notFound'),
  '404 without a reason': () => json({ error: { code: 404, message: 'Resource Not Found: userKey' } }, 404),
  '404 with a reason and another message': () => refusal(404, 'Not Found', 'notFound'),
  '404 that is another status inside': () =>
    json({ error: { code: 500, message: 'Resource Not Found: userKey', errors: [{ reason: 'notFound' }] } }, 404),
  '404 as text': (question) => ({
    ...refusal(404, `Resource Not Found: ${ownKey(question)}`, 'notFound'),
    type: 'text/plain',
  }),
  '404 as a web page': () => page(404),
  '404 of a proxy, in JSON': () => json({ message: 'no Route matched with those values' }, 404),
  '410': () => refusal(410, 'Gone', 'deleted'),
  '412 `User is deleted.`': () => refusal(412, 'User is deleted.', 'conditionNotMet'),
  '412 of another condition': () => refusal(412, 'Precondition Failed', 'conditionNotMet'),
  '503': () => refusal(503, 'Service unavailable. Please try again', 'backendError'),
}

const page = (status: number): Reply => ({
  status,
  type: 'text/html',
  body: '<!doctype html><title>Not found</title><h1>Squid</h1>',
})

/** The reply with its JSON changed. */
export function changed(reply: Reply, change: (body: Record<string, unknown>) => unknown): Reply {
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) }
}
