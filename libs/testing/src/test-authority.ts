import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ServerCertificate } from '@polyphony/engines';
import forge from 'node-forge';

const DAY_MS = 86_400_000;
const DNS_NAME = 2;
const IP_ADDRESS = 7;

interface KeyPair {
  pem: string;
  private: forge.pki.rsa.PrivateKey;
  public: forge.pki.rsa.PublicKey;
}

/** An authority that nobody trusts but who is given its certificate. */
export class TestAuthority {
  private readonly keys = keyPair();
  private readonly subject = [{ name: 'commonName', value: `authority ${randomBytes(4).toString('hex')}` }];
  /** Its certificate in PEM. */
  readonly ca: string;

  constructor() {
    const extensions = [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ];
    this.ca = this.sign(this.keys.public, this.subject, extensions);
  }

  /** For a server on this machine. */
  certificate(): ServerCertificate {
    const keys = keyPair();
    const altNames = [
      { type: DNS_NAME, value: 'localhost' },
      { type: IP_ADDRESS, ip: '127.0.0.1' },
    ];
    const certificate = this.sign(
      keys.public,
      [{ name: 'commonName', value: 'localhost' }],
      [
        { name: 'subjectAltName', altNames },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ],
    );
    return { certificate, key: keys.pem, ca: this.ca };
  }

  private sign(key: forge.pki.PublicKey, subject: forge.pki.CertificateField[], extensions: object[]): string {
    const certificate = forge.pki.createCertificate();
    certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
    certificate.publicKey = key;
    certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
    certificate.validity.notAfter = new Date(Date.now() + DAY_MS);
    certificate.setSubject(subject);
    certificate.setIssuer(this.subject);
    certificate.setExtensions(extensions);
    certificate.sign(this.keys.private, forge.md.sha256.create());
    return forge.pki.certificateToPem(certificate).replaceAll('\r', '');
  }
}

/** Node's own generator takes a fraction of the time. */
function keyPair(): KeyPair {
  const { privateKey: pem, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { pem, private: forge.pki.privateKeyFromPem(pem), public: forge.pki.publicKeyFromPem(publicKey) };
}
