/** Private certificate authorities are added to the public ones, never instead of them, and checking is never off. */
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/** `ca`: PEM text. Undefined leaves Node's own list (which also knows NODE_EXTRA_CA_CERTS) alone. */
export function trusted(ca: string | undefined): { secureContext: SecureContext } | Record<string, never> {
  // Made once: reading 150 certificates for every connection takes longer than the connection.
  return ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) };
}
