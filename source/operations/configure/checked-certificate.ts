import { type CertificateFiles, readCertificate } from '../../settings/certificate/certificate-files.ts'
import { settingsProblem } from '../../settings/problems.ts'
import { absolutePath } from '../../store/disk/absolute-path.ts'

/**
 * Makes sure that a certificate and its key can be served before they are kept as settings.
 *
 * @returns their absolute paths
 * @throws Problem `certificateIncomplete`, `certificateUnusable`, and those of reading a file
 */
export async function checkedCertificate(cert: string, key: string): Promise<CertificateFiles> {
  if (cert === '' || key === '') throw settingsProblem('certificateIncomplete', {})
  const files = { cert: absolutePath(cert), key: absolutePath(key) }
  await readCertificate(files)
  return files
}
