/** Each takes what identifies the secret as its first group, and the secret behind it. */
const SECRETS = [
  // The password in an address: postgresql://role:password@host
  /(\w:\/\/[^\s:@/"]*:)[^\s@/"]+(?=@)/g,
  // A header, also as a field of JSON.
  /(authorization\\?"?\s*[:=]\s*\\?"?(?:bearer|basic)?\s*)[^\s"\\,}]+/gi,
  /(\bbearer\s+)[\w.~+/=-]{8,}/gi,
  // A JSON web token, wherever it stands.
  /()\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END )/g,
  // A field or a setting by its name.
  /((?:password|passwd|secret|token|pseudonym_?key|api_?key)\\?"?\s*[:=]\s*\\?"?)[^\s"\\,}&]+/gi,
];

/** The same line without passwords, tokens and keys: the last thing that happens to it before it is written. */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((rest, secret) => rest.replace(secret, '$1[left out]'), line);
}
