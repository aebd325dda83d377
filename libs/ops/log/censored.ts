/** Names under which libraries and callers carry records, parameters of statements and credentials. */
const CARRIERS = [
  // errors of the database driver and of TypeORM
  'parameters',
  'query',
  'detail',
  'where',
  'driverError',
  // records, at any stage
  'raw',
  'value',
  'values',
  'record',
  'fields',
  'main',
  'personal',
  // HTTP
  'body',
  'headers',
  'authorization',
  'cookie',
  // credentials
  'password',
  'secret',
  'token',
];

/**
 * The second lock (I10): a line is typed and an error is reduced to what is safe, so none of these is ever given. Where somebody passes
 * a whole object all the same, these are not written. Three levels deep: whatever is deeper is not what anybody logs.
 */
export const CENSORED: string[] = CARRIERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
