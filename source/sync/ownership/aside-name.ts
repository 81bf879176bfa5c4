/** The name of an archive that had to make way for the commit of a revision. */
export const asideName = (archive: string, revision: number): string => `${archive} (former, revision ${revision})`

/** Whether an archive of this name was set aside from the one of that name. */
export function isAsideOf(aside: string, archive: string): boolean {
  return aside.startsWith(archive) && asideEnd.test(aside) && aside.replace(asideEnd, '') === archive
}

/** Whether an archive has the name of one that was set aside. */
export const isAside = (archive: string): boolean => asideEnd.test(archive)

const asideEnd = / \(former, revision \d+\)(, \d+)?$/
