/** The calls that Rollcall makes, by Google's names. Each only reads. */
export type CallName =
  | 'token'
  | 'users.list'
  | 'users.get'
  | 'groups.list'
  | 'groups.get'
  | 'members.list'
  | 'members.hasMember'
  | 'gmail.getProfile'
  | 'openid.token'
  | 'openid.keys'
