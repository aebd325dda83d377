import { Agent } from 'node:http';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { Webhook } from 'standardwebhooks';
import { envelope } from './booking.js';
import type { Delivery } from './outbox.js';
import { jsonOf } from './status-update.js';

export interface Target {
  /** Where the webhooks are, as `http://127.0.0.1:8081`. */
  readonly url: string;
  readonly scheduler: Credentials;
  readonly contractor: Credentials;
  /** `whsec_…`; without it every contractor signs in with a password. */
  readonly signingKey?: string | undefined;
}
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** How a delivery ended; `status` 0 is no answer at all. */
export interface Answer {
  readonly taken: boolean;
  readonly status: number;
}

export const CONCURRENCY = 24;

/** Posts as the outside systems would: one connection each, no proxy, no redirect, and every answer read. */
export const openHttp = (): AxiosInstance =>
  axios.create({
    httpAgent: new Agent({ keepAlive: true, maxSockets: CONCURRENCY }),
    timeout: 30_000,
    maxRedirects: 0,
    proxy: false,
    responseType: 'text',
    validateStatus: () => true,
  });

export async function post(http: AxiosInstance, target: Target, delivery: Delivery): Promise<Answer> {
  try {
    return delivery.channel === 'booking'
      ? schedulersView(await postBooking(http, target, envelope(delivery.content)))
      : contractorsView(await postUpdate(http, target, delivery), delivery.content.fault !== undefined);
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    return { taken: false, status: 0 };
  }
}

const postBooking = (http: AxiosInstance, target: Target, xml: string): Promise<AxiosResponse<string>> =>
  http.post(`${target.url}/webhooks/drs-scheduler/bookings`, xml, {
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""', ...basic(target.scheduler) },
  });

function postUpdate(
  http: AxiosInstance,
  target: Target,
  { messageId, content }: Delivery & { readonly channel: 'update' },
): Promise<AxiosResponse<string>> {
  const body = jsonOf(content, messageId);
  const proof =
    content.feed === 'signed' && target.signingKey !== undefined
      ? signed(target.signingKey, messageId, body)
      : basic(target.contractor);
  return http.post(`${target.url}/webhooks/contractor-hact/status-updates`, body, {
    headers: { 'content-type': 'application/json', ...proof },
  });
}

/** Standard Webhooks: the signature covers id, time and the very bytes that are sent. */
function signed(key: string, id: string, body: string): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(id, now, body),
  };
}

const basic = ({ user, password }: Credentials): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

/** The scheduler wants a SOAP answer: an empty 202 is as bad to it as a fault. */
const schedulersView = ({ status, data }: AxiosResponse<string>): Answer => ({
  status,
  taken: status === 200 && /<(\w+:)?Envelope[\s/>]/.test(data) && !/<(\w+:)?Fault[\s/>]/.test(data),
});

/** What cannot be understood may be refused for good (422); all else is tried until it is taken. */
const contractorsView = ({ status }: AxiosResponse<string>, faulty: boolean): Answer => ({
  status,
  taken: (status >= 200 && status < 300) || (faulty && status === 422),
});
