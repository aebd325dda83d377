import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Passwords of the pretend systems: made once, kept in the demo's state. */
export interface DemoSecrets {
  readonly housing: string;
  readonly scheduler: string;
  readonly contractor: string;
  /** Standard Webhooks: `whsec_` and base64. */
  readonly signingKey: string;
}

export function demoSecrets(path: string): DemoSecrets {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DemoSecrets;
  const secrets = {
    housing: randomBytes(18).toString('hex'),
    scheduler: randomBytes(18).toString('hex'),
    contractor: randomBytes(18).toString('hex'),
    signingKey: `whsec_${randomBytes(24).toString('base64')}`,
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
