import { generate } from 'selfsigned';

/** A certificate that signs for itself, and so is its own authority. In PEM. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;
const dnsName = 2;
const ipAddress = 7;

/** Makes a certificate for a server that is known by one name or one IPv4 address. */
export async function createCertificate(name: string): Promise<TestCertificate> {
  const isAddress = /^[\d.]+$/.test(name);
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'zero-to-running test' }], {
    keyType: 'ec',
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [isAddress ? { type: ipAddress, ip: name } : { type: dnsName, value: name }],
      },
    ],
  });
  return { certificate: cert, key };
}
