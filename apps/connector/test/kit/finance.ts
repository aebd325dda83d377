import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MARK } from './rows.js';

export interface Line {
  readonly id: string;
  readonly net: string;
  /** The order that this line bills; without it the document's. */
  readonly order?: string;
}

export interface Invoice {
  readonly number: string;
  readonly order?: string;
  readonly lines: readonly Line[];
}

/** A drop folder. */
export interface Drop {
  readonly folder: string;
  put(name: string, content: string): void;
  append(name: string, content: string): void;
  /** Base names that still wait; those of a folder below, `.error`. */
  names(below?: string): readonly string[];
  remove(): void;
}

export function makeDrop(): Drop {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-drop-'));
  return {
    folder,
    put: (name, content) => writeFileSync(join(folder, name), content),
    append: (name, content) => appendFileSync(join(folder, name), content),
    names: (below = '.') => listed(join(folder, below)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((it) => (it.isFile() ? it.name : []));
  } catch {
    return [];
  }
}

/** As a file is named once it lies in the archive or among the errors: `<hash8>-<name>`. */
export const archivedName = (name: string, content: string): string =>
  `${createHash('sha256').update(content).digest('hex').slice(0, 8)}-${name}`;

export const SUPPLIER = 'GB123456789';
export const invoiceKey = (number: string): string => `ubl/invoice:${SUPPLIER}/invoice/${number}`;

const NAMES = ['Invoice', 'CommonAggregateComponents', 'CommonBasicComponents'].map(
  (name, at) => `xmlns${['', ':cac', ':cbc'][at]}="urn:oasis:names:specification:ubl:schema:xsd:${name}-2"`,
);

export function ubl({ number, order, lines }: Invoice): string {
  const net = lines.reduce((pence, line) => pence + Math.round(Number(line.net) * 100), 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice ${NAMES.join(' ')}>
  <cbc:ID>${number}</cbc:ID>
  <cbc:IssueDate>2025-07-31</cbc:IssueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
  ${order === undefined ? '' : `<cac:OrderReference><cbc:ID>${order}</cbc:ID></cac:OrderReference>`}
  <cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>${SUPPLIER}</cbc:CompanyID>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>
  <cac:LegalMonetaryTotal>
    <cbc:TaxExclusiveAmount currencyID="GBP">${(net / 100).toFixed(2)}</cbc:TaxExclusiveAmount>
  </cac:LegalMonetaryTotal>
  ${lines.map(lineXml).join('\n')}
</Invoice>`;
}

const lineXml = ({ id, net, order }: Line): string => `<cac:InvoiceLine>
    <cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="GBP">${net}</cbc:LineExtensionAmount>
    ${order === undefined ? '' : orderLine(order)}
    <cac:Item><cbc:Description>${MARK} tap replaced</cbc:Description></cac:Item>
  </cac:InvoiceLine>`;

const orderLine = (order: string): string =>
  `<cac:OrderLineReference><cbc:LineID>1</cbc:LineID><cac:OrderReference><cbc:ID>${order}</cbc:ID></cac:OrderReference></cac:OrderLineReference>`;
