import * as z from 'zod'
import { type SignInSettings, signInFault } from '../../settings/settings-schema.ts'
import type { Services } from '../services.ts'

/** How browsers reach the service, as it stands in the fields of the step; an older draft lacks them. */
export const servingFields = () => ({
  certificate: z.string().default(''),
  certificateKey: z.string().default(''),
  proxy: z.string().default(''),
  returnHosts: z.string().default(''),
})

/** The same as typed values. */
export type ServingValues = { [Name in keyof ReturnType<typeof servingFields>]: string }

/** A field: what it is called, what it does, and what is wrong with a text in it. */
type ServingRow = {
  id: keyof ServingValues
  label: string
  about: string
  /** The same without a screen. */
  question: string
  fault: (text: string) => string | null
}

/** The fields in their order. */
export const servingRows: readonly ServingRow[] = [
  {
    id: 'certificate',
    label: 'Certificate',
    about: 'The PEM file with the full chain. Leave empty behind a reverse proxy.',
    question: 'Certificate with its chain, a PEM file',
    fault: () => null,
  },
  {
    id: 'certificateKey',
    label: 'Certificate key',
    about: "The certificate's private key, a PEM file.",
    question: "The certificate's private key, a PEM file",
    fault: () => null,
  },
  {
    id: 'proxy',
    label: 'Reverse proxy',
    about: 'Its address, such as 127.0.0.1. Leave empty without one.',
    question: 'Address of the reverse proxy',
    fault: (text) => signInFault('trustProxy', listOf(text)),
  },
  {
    id: 'returnHosts',
    label: 'Return hosts',
    about: 'Other hosts that a sign-in may lead to, such as mail.example.com.',
    question: 'Other hosts that a sign-in may lead to',
    fault: (text) => signInFault('returnHosts', listOf(text)),
  },
]

/** What the fields hold for these settings. */
export function servingValues({ certificate, trustProxy, returnHosts }: SignInSettings): ServingValues {
  return {
    certificate: certificate?.cert ?? '',
    certificateKey: certificate?.key ?? '',
    proxy: trustProxy.join(', '),
    returnHosts: returnHosts.join(', '),
  }
}

/**
 * The settings that the fields stand for.
 *
 * @throws Problem `certificateIncomplete`, and those of a certificate that can't be served
 */
export async function servingChange(
  values: ServingValues,
  { checkCertificate }: Pick<Services, 'checkCertificate'>,
): Promise<Pick<SignInSettings, 'certificate' | 'trustProxy' | 'returnHosts'>> {
  const { certificate, certificateKey, proxy, returnHosts } = values
  const hasCertificate = certificate !== '' || certificateKey !== ''
  return {
    certificate: hasCertificate ? await checkCertificate(certificate, certificateKey) : null,
    trustProxy: listOf(proxy),
    returnHosts: listOf(returnHosts),
  }
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((part) => part !== ''),
  ),
]
