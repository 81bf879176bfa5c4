/** What everybody should know who switches on the sign-in with Google, each as one sentence. */
export const authenticationNotes: readonly string[] = [
  'With Google authentication, users cannot read the archive by IMAP, because their mail program has no password to send.',
  "The certificate of the archive's web access should be one that browsers trust: Google sends every browser there.",
]
