import { mark } from '../invented.js';
import { escapeXml } from '../xml.js';
import type { FinanceDocument, FinanceLine, Supplier } from './document.js';

/** Stands on every document. */
export const INVOICE_NOTE = `${mark('invoice-note')}: as agreed on the telephone`;

/** UBL 2.1 as EN 16931 wants it. A document broken off in the middle is made by whoever writes the file. */
export function ublOf(document: FinanceDocument): string {
  const root = document.type === 'invoice' ? 'Invoice' : 'CreditNote';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2"` +
      ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"' +
      ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">',
    cbc('CustomizationID', 'urn:cen.eu:en16931:2017'),
    cbc('ProfileID', 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'),
    cbc('ID', document.number),
    cbc('IssueDate', document.issuedOn),
    ...(document.type === 'invoice' ? [cbc('DueDate', document.dueOn)] : []),
    cbc(`${root}TypeCode`, document.typeCode),
    cbc('Note', INVOICE_NOTE),
    cbc('DocumentCurrencyCode', 'GBP'),
    ...(document.budget === undefined ? [] : [cbc('AccountingCost', document.budget)]),
    cbc('BuyerReference', 'HOUSING'),
    ...(document.order === undefined ? [] : [cac('OrderReference', cbc('ID', document.order))]),
    ...(document.corrects === undefined
      ? []
      : [cac('BillingReference', cac('InvoiceDocumentReference', cbc('ID', document.corrects)))]),
    cac('AccountingSupplierParty', supplierParty(document.supplier)),
    cac('AccountingCustomerParty', CUSTOMER),
    taxTotal(document),
    cac(
      'LegalMonetaryTotal',
      money('LineExtensionAmount', document.net) +
        money('TaxExclusiveAmount', document.net) +
        money('TaxInclusiveAmount', document.gross) +
        money('PayableAmount', document.gross),
    ),
    ...document.lines.map((line) => lineOf(document.type, line)),
    `</${root}>`,
    '',
  ].join('\n');
}

function lineOf(type: FinanceDocument['type'], line: FinanceLine): string {
  const [name, quantity] =
    type === 'invoice' ? ['InvoiceLine', 'InvoicedQuantity'] : ['CreditNoteLine', 'CreditedQuantity'];
  const order = line.order === undefined ? '' : cac('OrderReference', cbc('ID', line.order));
  return cac(
    name,
    cbc('ID', line.number) +
      `<cbc:${quantity} unitCode="C62">${line.quantity}</cbc:${quantity}>` +
      money('LineExtensionAmount', line.net) +
      cac('OrderLineReference', cbc('LineID', line.orderLine) + order) +
      cac(
        'Item',
        cbc('Description', line.description) +
          cbc('Name', line.rate) +
          cac('SellersItemIdentification', cbc('ID', line.rate)) +
          cac('ClassifiedTaxCategory', category(line)),
      ) +
      cac('Price', money('PriceAmount', line.net)),
  );
}

function supplierParty({ name, vat, legal }: Supplier): string {
  return cac(
    'Party',
    cac('PartyName', cbc('Name', name)) +
      address +
      (vat === undefined ? '' : cac('PartyTaxScheme', cbc('CompanyID', vat) + VAT)) +
      cac('PartyLegalEntity', cbc('RegistrationName', name) + cbc('CompanyID', legal)),
  );
}

function taxTotal({ tax, net, lines }: FinanceDocument): string {
  const first = lines[0];
  const subtotal =
    money('TaxableAmount', net) +
    money('TaxAmount', tax) +
    (first ? cac('TaxCategory', category(first)) : '');
  return cac('TaxTotal', money('TaxAmount', tax) + cac('TaxSubtotal', subtotal));
}

const category = (line: FinanceLine): string =>
  cbc('ID', line.taxCategory) + cbc('Percent', line.taxPercent) + VAT;
const cbc = (name: string, text: string): string => `<cbc:${name}>${escapeXml(text)}</cbc:${name}>`;
const cac = (name: string, content: string): string => `<cac:${name}>${content}</cac:${name}>`;
const money = (name: string, amount: string): string =>
  `<cbc:${name} currencyID="GBP">${amount}</cbc:${name}>`;
const VAT = cac('TaxScheme', cbc('ID', 'VAT'));
const country = cac('Country', cbc('IdentificationCode', 'GB'));
const address = cac(
  'PostalAddress',
  cbc('StreetName', `${mark('supplier')} 1 Depot Road`) +
    cbc('CityName', `${mark('supplier')} Exampleton`) +
    country,
);
const CUSTOMER = cac(
  'Party',
  cac('PartyName', cbc('Name', `${mark('buyer')} Example Homes`)) +
    address +
    cac(
      'PartyLegalEntity',
      cbc('RegistrationName', `${mark('buyer')} Example Homes`) + cbc('CompanyID', '00112233'),
    ),
);
