import { errorCode } from './error-code.js';

test.each([
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [Object.assign(new Error('x'), { code: '23505' }), '23505'],
  [Object.assign(new Error('x'), { code: '07700900123' }), 'handler-failed'],
  [Object.assign(new Error('x'), { code: 'Mrs A Tenant' }), 'handler-failed'],
  [new TypeError('Mrs A Tenant'), 'TypeError'],
  [new Error('Mrs A Tenant'), 'handler-failed'],
  ['Mrs A Tenant', 'handler-failed'],
  [undefined, 'handler-failed'],
])('tells a code and never a text: %#', (error, code) => {
  expect(errorCode(error)).toBe(code);
});
