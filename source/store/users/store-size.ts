/** The largest `users.json` that is read: Node's longest string is a little larger. Enough for 900,000 users. */
export const maximumStoreBytes = 500 * 1024 * 1024
