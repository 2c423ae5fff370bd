/** What a server shows of itself, in PEM. */
export interface ServerCertificate {
  certificate: string;
  /** PKCS#8 without a password. */
  key: string;
  /** The authority that clients have to trust. */
  ca: string;
}
