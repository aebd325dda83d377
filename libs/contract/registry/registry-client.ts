import { ConfigError, TransientError } from '#libs/model/errors.js';
import { isObject, type JsonObject } from '#libs/model/json.js';

/** How a schema registry is reached. */
export interface RegistryConnection {
  /** Address of its Confluent API, without credentials: `https://registry.example.org`, or `…/apis/ccompat/v7`. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** What the registry answered: its JSON. Undefined for a subject or version that it does not know. */
export type RegistryAnswer = JsonObject | undefined;
/** Sends one request to the registry; `path` begins with `/`. Throws as `registryClient` says. */
export type AskRegistry = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: JsonObject,
) => Promise<RegistryAnswer>;

const MEDIA = 'application/vnd.schemaregistry.v1+json';
const TIMEOUT_MS = 20_000;

/**
 * Makes the function that speaks to a Confluent-compatible registry. Throws ConfigError `registry-url`. The function rejects with TransientError
 * `registry-unreachable` (also after 20 s), `registry-failed` (5xx, 429), or ConfigError `registry-refused` (401, 403),
 * `registry-incompatible` (409), `registry-rejected` (any other 4xx). It follows no redirect and tries nothing again.
 */
export function registryClient({ url, user, password }: RegistryConnection): AskRegistry {
  const base = baseOf(url);
  const login = user === undefined ? undefined : Buffer.from(`${user}:${password ?? ''}`).toString('base64');
  return async (method, path, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        accept: `${MEDIA}, application/json`,
        ...(body && { 'content-type': MEDIA }),
        ...(login !== undefined && { authorization: `Basic ${login}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      const code: unknown = error instanceof Error && isObject(error.cause) ? error.cause['code'] : undefined;
      const why = typeof code === 'string' ? ` (${code})` : '';
      throw new TransientError('registry-unreachable', `The schema registry does not answer${why}`);
    });
    if (!response.ok) {
      const text = await response.text().catch(() => '');
      // A registry answers with a code of its own for what it does not know. Any other 404 does not come from a registry.
      if (response.status === 404 && /"error_code"\s*:\s*404\d\d\b/.test(text)) return undefined;
      throw refusal(response.status, answerText(response.status, text));
    }
    const answer: unknown = await response.json().catch(() => undefined);
    return isObject(answer) ? answer : {};
  };
}

function baseOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return parsed.href.replace(/\/+$/, '');
  throw new ConfigError(
    'registry-url',
    'The registry must be an http or https address without a login in it',
    undefined,
    'Give the login in LINTEL_REGISTRY_USER and LINTEL_REGISTRY_PASSWORD.',
  );
}

function answerText(status: number, text: string): string {
  const message = /"message"\s*:\s*"([^"]{1,300})/.exec(text)?.[1];
  return `The schema registry answered ${status}${message === undefined ? '' : `: ${message}`}`;
}

function refusal(status: number, message: string): Error {
  if (status >= 500 || status === 429) return new TransientError('registry-failed', message);
  if (status === 401 || status === 403)
    return new ConfigError(
      'registry-refused',
      message,
      undefined,
      'Set LINTEL_REGISTRY_USER and LINTEL_REGISTRY_PASSWORD; the user must be allowed to write subjects.',
    );
  if (status === 409)
    return new ConfigError(
      'registry-incompatible',
      message,
      undefined,
      "The registry's own rules are stricter than ours: set the subject's compatibility to NONE. `lintel schemas check` is the rule.",
    );
  return new ConfigError(
    'registry-rejected',
    message,
    undefined,
    'Is this the Confluent API of the registry?',
  );
}
