/** An invoice or a credit note as the supplier's ledger holds it. Money and quantities are decimal text in pounds. */
export interface FinanceDocument {
  readonly type: 'invoice' | 'credit-note';
  /** UNTDID 1001: 380, 381; something else must become a dead letter. */
  readonly typeCode: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly supplier: Supplier;
  /** Number of the document that this one corrects. */
  readonly corrects?: string;
  readonly budget?: string;
  /** The order that all lines bill which name none. */
  readonly order?: string;
  readonly lines: readonly FinanceLine[];
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

export interface FinanceLine {
  readonly number: string;
  /** Named on the line itself. */
  readonly order?: string;
  readonly orderLine: string;
  readonly quantity: string;
  readonly net: string;
  readonly rate: string;
  readonly taxCategory: 'S' | 'AE';
  readonly taxPercent: string;
  readonly description: string;
}

export interface Supplier {
  readonly name: string;
  /** Absent where the supplier is not registered for VAT. */
  readonly vat?: string;
  readonly legal: string;
}

/** How a file gets into the drop folder: whole by a rename, slowly in place, or broken off. */
export type FileMode = 'whole' | 'slow' | 'malformed';

export interface InvoiceFile {
  readonly name: string;
  readonly mode: FileMode;
  readonly due: Date;
  readonly content: FinanceDocument;
}
