import type { RefusalReason } from '../../operations/admission/admit.ts'
import type { MessagePage } from './message-page.ts'

/** What a person reads who is not let in. */
type Refusal = Pick<MessagePage, 'title' | 'sentences'>

const refusals = {
  accountWithoutOrganization: {
    title: 'That is a private Google account',
    sentences: ["Sign in with your organization's Google account. You may be signed in to Google with another one."],
  },
  accountOtherOrganization: {
    title: 'That account belongs to another organization',
    sentences: ["Sign in with your organization's Google account. You may be signed in to Google with another one."],
  },
  addressNotVerified: {
    title: "Google hasn't verified your address",
    sentences: ['Verify the address in your Google account, then sign in again.'],
  },
  accountNotInStore: {
    title: "You don't have an archive yet",
    sentences: ['Your account is known to Google, but not to the mail archive. Ask your administrator to add you.'],
  },
  accountIntegrated: {
    title: 'Use your password instead',
    sentences: ['The mail archive knows you by a password of its own, not by your Google account.'],
  },
  addressOfAnotherAccount: {
    title: 'Your address belonged to somebody else before',
    sentences: [
      "The mail archive still knows this address as another person's. Ask your administrator to synchronize the archive.",
    ],
  },
  addressShared: {
    title: 'Your address belongs to several people',
    sentences: ['The mail archive cannot tell who you are. Ask your administrator to correct the address.'],
  },
  mayNotLogOn: {
    title: "You can't sign in to the archive",
    sentences: ['Your account has no right to log on. Ask your administrator if you need access.'],
  },
  suspended: {
    title: 'Your account is suspended',
    sentences: ['Ask your administrator if you need access to your archived mail.'],
  },
  accountDeleted: {
    title: 'Your account was deleted',
    sentences: ['Ask your administrator if you need access to your archived mail.'],
  },
} as const satisfies Record<RefusalReason, Refusal>

/** The words for a refusal. */
export function refusalWords(reason: RefusalReason): Refusal {
  return refusals[reason]
}
