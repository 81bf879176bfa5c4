import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const cause = ({ why }: { why: string }): string => `${why} The sync itself is as it was.`

/** Everything that can keep a run from being told. None of it fails the run. */
export const notifyProblems = {
  mailNotSent: entry<{ why: string }>({
    kind: 'failed',
    title: 'The mail was not sent',
    cause,
    remedy:
      'Correct how mail is sent, then test it:\nrollcall setup --smtp smtp://user@mail.example.com:587 --smtp-password FILE\nrollcall notify test',
    example: { why: 'The connection was refused.' },
  }),
  webhookNotSent: entry<{ why: string }>({
    kind: 'failed',
    title: 'The webhook was not sent',
    cause,
    remedy:
      'If the service works, give its address again, then test it:\nrollcall setup --webhook https://chat.example.com/hook\nrollcall notify test',
    example: { why: 'It answered with status 500.' },
  }),
  heartbeatNotSent: entry<{ why: string }>({
    kind: 'failed',
    title: 'The heartbeat was not sent',
    cause: ({ why }) => `${why} The monitor may report a sync that is late. The sync itself is as it was.`,
    remedy:
      'If the monitor works, give its address again:\nrollcall setup --heartbeat-url https://hc-ping.com/your-check',
    example: { why: 'There was no answer within 10 seconds.' },
  }),
  metricsNotWritten: entry<{ why: string }>({
    kind: 'failed',
    title: 'The metrics file was not written',
    cause,
    remedy: 'Let this account write there, or choose another place:\nrollcall setup --metrics-file FILE',
    example: { why: "Can't write /var/lib/prometheus/node-exporter/rollcall.prom." },
  }),
  notifyUnreadable: entry<{ why: string }>({
    kind: 'failed',
    title: 'Nobody could be told of this sync',
    cause: ({ why }) => `Where to tell it can't be read. ${why}`,
    remedy: 'Fix the cause above, then test it:\nrollcall notify test',
    example: { why: "A stored credential can't be read." },
  }),
}

/** Makes a problem of telling. */
export const notifyProblem = problemFrom(notifyProblems)
