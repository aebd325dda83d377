import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** PEM and PKCS12 files of one private authority and one server that it signed: 127.0.0.1 and localhost. */
export interface Certificates {
  readonly ca: string;
  /** Of another authority, which signed nothing here. */
  readonly strangersCa: string;
  readonly cert: string;
  readonly key: string;
  readonly keystore: string;
  readonly keystorePassword: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function makeCertificates(dir: string): Certificates {
  const file = (name: string): string => join(dir, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  for (const name of ['ca', 'stranger']) {
    const subject = ['-subj', `/CN=Invented ${name}`, '-days', '2'];
    openssl('req', '-x509', ...KEY, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject);
  }
  openssl('req', ...KEY, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
  const pair = ['-inkey', 'server.key', '-in', 'server.pem', '-certfile', 'ca.pem'];
  openssl('pkcs12', '-export', ...pair, '-out', 'server.p12', '-passout', 'pass:invented');
  return {
    ca: file('ca.pem'),
    strangersCa: file('stranger.pem'),
    cert: file('server.pem'),
    key: file('server.key'),
    keystore: file('server.p12'),
    keystorePassword: 'invented',
  };
}
