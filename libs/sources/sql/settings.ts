/** Rows of one table, read past a fence below which no transaction is open. */
export interface SqlSettings {
  readonly kind: 'sql';
  /** The seam for others: each dialect takes its fence in its own way. */
  readonly dialect: 'postgres';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** True: TLS, and the server's certificate must be valid. */
  readonly ssl?: boolean;
  /** The table, `orders` or `schema.orders`; each part is quoted as it stands. */
  readonly from: string;
  /** Columns that the mapping may name, in order. Key and watermark need not be among them: they are read anyway. */
  readonly fields: readonly string[];
  /** Columns that tell rows apart; not null in the database. */
  readonly key: readonly string[];
  readonly watermark: { readonly column: string; readonly kind: 'xid8' };
  /** A condition in the source's own language, for the first read only. It comes from a connector file, so it is trusted as code is. */
  readonly backfill?: string;
  /** Zone of the columns that have none. The source hands over text; the mapping reads it in this zone. */
  readonly timezone: string;
}
