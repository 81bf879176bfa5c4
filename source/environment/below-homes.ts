/** Tells whether ProtectHome=yes of systemd would hide a path from a service: it is in the home of a person or of root. */
export const isBelowHomes = (path: string): boolean => /^\/(?:home|root|run\/user)(?:\/|$)/.test(path)
