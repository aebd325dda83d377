/** Bulk writes: one JSON parameter per table, unpacked by PostgreSQL. Rows that did not change are not written. */
export const rows = (values: readonly unknown[]): [string] => [JSON.stringify(values)];
