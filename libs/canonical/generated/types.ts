// Made from schemas/model by `npx lintel schemas generate`. Do not edit.

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type RequestBy = string;

/**
 * What a tenant or a member of staff reported. It may end in advice and no order.
 */
export interface Request {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "request";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * Every number that identifies the entity, in order of their text.
   */
  references?: RequestReference[];
  /**
   * Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.
   */
  held?: {
    reference: RequestReference;
    /**
     * held: waits for approval. refused: somebody decided that it stays aside.
     */
    state: "held" | "refused";
    by: RequestBy;
  }[];
  /**
   * Ties to other entities, which stay entities of their own.
   */
  links?: {
    type: "answers" | "followOnOf" | "recallOf" | "supersedes" | "partOfCase" | "partOfProgramme" | "bills" | "at";
    reference: RequestReference;
    /**
     * unlinked: nothing with this reference is known yet.
     */
    state: "linked" | "unlinked";
    /**
     * The entity at the other end, where it is known.
     */
    id?: string;
    /**
     * Which part speaks, as the number of an invoice line.
     */
    part?: string;
    by: RequestBy;
  }[];
  /**
   * What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.
   */
  flags?: string[];
  /**
   * Which stream said it, field by field.
   */
  provenance?: {
    [k: string]: RequestBy;
  };
  status?: Status;
  /**
   * Every status that an accepted version of a record gave, oldest first.
   */
  statusHistory?: {
    status: Status;
    at?: RequestInstant;
    by: RequestBy;
  }[];
  priority?: RequestPriority;
  workStream?: RequestWorkStream;
  category?: RequestCoded;
  subject?: RequestCoded;
  reportedAt?: RequestInstant;
  targetAt?: RequestInstant;
  closedAt?: RequestInstant;
  cancelledAt?: RequestInstant;
  /**
   * HACT PostalCode; also a ZIP code.
   */
  postcode?: string;
  /**
   * Borough or district.
   */
  district?: string;
  /**
   * The department that deals with it.
   */
  owner?: string;
}
/**
 * A number that a system gave to something, always text.
 */
export interface RequestReference {
  /**
   * Allocator and scheme, as `uh/workOrder`.
   */
  scheme: string;
  /**
   * Leading zeros kept, padding trimmed.
   */
  id: string;
  /**
   * Only where the ids of the scheme are reused.
   */
  period?: string;
}
/**
 * Where the request stands.
 */
export interface Status {
  state: "mapped" | "unmapped";
  value?: "reported" | "open" | "ordered" | "closed" | "cancelled" | "advice";
  raw: RequestRawCode;
}
/**
 * The code as the system gave it.
 */
export interface RequestRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  code: string;
  label?: string;
}
/**
 * A moment: the instant in UTC, the text it came as, and the zone that was assumed where the text has none.
 */
export interface RequestInstant {
  /**
   * ISO 8601 in UTC.
   */
  at: string;
  /**
   * As the system wrote it.
   */
  text: string;
  /**
   * IANA zone, absent where the text names its own offset.
   */
  zone?: string;
}
/**
 * How soon. HACT WorkPriorityCode beside each word: immediate 1, emergency 2, urgent 3, normal 4, inspection 5; planned is in use beyond the list.
 */
export interface RequestPriority {
  state: "mapped" | "unmapped";
  value?: "immediate" | "emergency" | "urgent" | "normal" | "inspection" | "planned";
  raw: RequestRawCode;
}
/**
 * The kind of work.
 */
export interface RequestWorkStream {
  state: "mapped" | "unmapped";
  value?: "responsive" | "void" | "planned" | "cyclical" | "adaptation" | "disrepair" | "insurance" | "inspection";
  raw: RequestRawCode;
}
/**
 * A code whose canonical words are not a closed list yet.
 */
export interface RequestCoded {
  state: "mapped" | "unmapped";
  value?: string;
  raw: RequestRawCode;
}

/**
 * What a tenant or a member of staff reported. It may end in advice and no order. Only what is personal or sensitive of it.
 */
export interface RequestPersonal {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "request";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * HACT DescriptionOfWork: free text.
   */
  description?: string;
  /**
   * What was done or decided: free text.
   */
  resolution?: string;
  /**
   * Where it is, as one line.
   */
  address?: string;
  /**
   * HACT AccessInformation: free text.
   */
  access?: string;
  contactName?: string;
  contactPhone?: string;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type WorkOrderBy = string;
/**
 * Decimal text, never a binary fraction.
 */
export type WorkOrderDecimal = string;

/**
 * What a landlord ordered and what became of it. Structure follows HACT UKHDS ScheduleRepair and JobStatusUpdate.
 */
export interface WorkOrder {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "work-order";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * Every number that identifies the entity, in order of their text.
   */
  references?: WorkOrderReference[];
  /**
   * Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.
   */
  held?: {
    reference: WorkOrderReference;
    /**
     * held: waits for approval. refused: somebody decided that it stays aside.
     */
    state: "held" | "refused";
    by: WorkOrderBy;
  }[];
  /**
   * Ties to other entities, which stay entities of their own.
   */
  links?: {
    type: "answers" | "followOnOf" | "recallOf" | "supersedes" | "partOfCase" | "partOfProgramme" | "bills" | "at";
    reference: WorkOrderReference;
    /**
     * unlinked: nothing with this reference is known yet.
     */
    state: "linked" | "unlinked";
    /**
     * The entity at the other end, where it is known.
     */
    id?: string;
    /**
     * Which part speaks, as the number of an invoice line.
     */
    part?: string;
    by: WorkOrderBy;
  }[];
  /**
   * What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.
   */
  flags?: string[];
  /**
   * Which stream said it, field by field.
   */
  provenance?: {
    [k: string]: WorkOrderBy;
  };
  status?: WorkOrderStatus;
  /**
   * Every status that an accepted version of a record gave, oldest first.
   */
  statusHistory?: {
    status: WorkOrderStatus;
    at?: WorkOrderInstant;
    by: WorkOrderBy;
  }[];
  priority?: WorkOrderPriority;
  trade?: WorkOrderTrade;
  workStream?: WorkOrderWorkStream;
  raisedAt?: WorkOrderInstant;
  issuedAt?: WorkOrderInstant;
  targetAt?: WorkOrderInstant;
  attendedAt?: WorkOrderInstant;
  completedAt?: WorkOrderInstant;
  closedAt?: WorkOrderInstant;
  cancelledAt?: WorkOrderInstant;
  contractor?: WorkOrderReference;
  estimatedCost?: WorkOrderMoney;
  actualCost?: WorkOrderMoney;
  budgetCode?: string;
  /**
   * HACT WorkElement: lines of the order, with schedule-of-rates codes.
   */
  tasks?: {
    /**
     * The system's own number of the task.
     */
    ref: string;
    /**
     * Position within the order.
     */
    number?: string;
    /**
     * HACT RateScheduleItem: scheme and code of the schedule of rates.
     */
    rate?: {
      scheme: string;
      code: string;
    };
    trade?: WorkOrderTrade;
    status?: WorkOrderCoded;
    quantity?: WorkOrderDecimal;
    estimatedCost?: WorkOrderMoney;
    actualCost?: WorkOrderMoney;
    /**
     * True where the task was added or changed by a variation.
     */
    variation?: boolean;
    by: WorkOrderBy[];
  }[];
  /**
   * Bookings as they stand now; HACT RefinedAppointmentWindow.
   */
  appointments?: {
    /**
     * The scheduler's own number of the booking.
     */
    ref: string;
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    reason?: WorkOrderCoded;
    sequence?: WorkOrderCoded;
    operatives?: WorkOrderDecimal;
    by: WorkOrderBy[];
  }[];
  /**
   * Every window that a booking ever had, oldest first.
   */
  bookingHistory?: {
    ref: string;
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    at?: WorkOrderInstant;
    reason?: WorkOrderCoded;
    by: WorkOrderBy;
  }[];
  /**
   * Visits to the home, planned and made.
   */
  visits?: {
    ref: string;
    plannedFrom?: WorkOrderInstant;
    plannedTo?: WorkOrderInstant;
    attendedAt?: WorkOrderInstant;
    /**
     * What came of the visit.
     */
    outcome?: {
      state: "mapped" | "unmapped";
      value?: "completed" | "no-access" | "incomplete" | "cancelled" | "not-needed";
      raw: WorkOrderRawCode;
    };
    /**
     * A card was left.
     */
    carded?: boolean;
    by: WorkOrderBy[];
  }[];
  /**
   * HACT JobStatusUpdate: what the contractor told, one element each.
   */
  jobUpdates?: {
    ref: string;
    /**
     * HACT TypeCode. Words beside codes: operatives-assigned 10, no-access 70, variation 80, variation-acknowledged 100-10, additional-work-approved 100-20, incomplete 120, needs-materials 120-20; completed, cancelled, resumed, note are OtherType under code 0.
     */
    type?: {
      state: "mapped" | "unmapped";
      value?:
        | "operatives-assigned"
        | "no-access"
        | "variation"
        | "variation-acknowledged"
        | "additional-work-approved"
        | "incomplete"
        | "needs-materials"
        | "completed"
        | "cancelled"
        | "resumed"
        | "note";
      raw: WorkOrderRawCode;
    };
    at?: WorkOrderInstant;
    /**
     * HACT RelatedWorkElementReference.
     */
    task?: string;
    by: WorkOrderBy[];
  }[];
}
/**
 * A number that a system gave to something, always text.
 */
export interface WorkOrderReference {
  /**
   * Allocator and scheme, as `uh/workOrder`.
   */
  scheme: string;
  /**
   * Leading zeros kept, padding trimmed.
   */
  id: string;
  /**
   * Only where the ids of the scheme are reused.
   */
  period?: string;
}
/**
 * Where a work order stands. HACT WorkStatusCode beside each word: account-hold 10, assigned 20, cancelled 30, closed 40, completed 50, estimating 60, on-hold 70, open 80, pending-approval 90, pending-design 100, pending-materials 110, scheduled 120, superseded 130; locked and no-access are in use beyond the list.
 */
export interface WorkOrderStatus {
  state: "mapped" | "unmapped";
  value?:
    | "account-hold"
    | "assigned"
    | "cancelled"
    | "closed"
    | "completed"
    | "estimating"
    | "on-hold"
    | "open"
    | "pending-approval"
    | "pending-design"
    | "pending-materials"
    | "scheduled"
    | "superseded"
    | "locked"
    | "no-access";
  raw: WorkOrderRawCode;
}
/**
 * The code as the system gave it.
 */
export interface WorkOrderRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  code: string;
  label?: string;
}
/**
 * A moment: the instant in UTC, the text it came as, and the zone that was assumed where the text has none.
 */
export interface WorkOrderInstant {
  /**
   * ISO 8601 in UTC.
   */
  at: string;
  /**
   * As the system wrote it.
   */
  text: string;
  /**
   * IANA zone, absent where the text names its own offset.
   */
  zone?: string;
}
/**
 * How soon. HACT WorkPriorityCode beside each word: immediate 1, emergency 2, urgent 3, normal 4, inspection 5; planned is in use beyond the list.
 */
export interface WorkOrderPriority {
  state: "mapped" | "unmapped";
  value?: "immediate" | "emergency" | "urgent" | "normal" | "inspection" | "planned";
  raw: WorkOrderRawCode;
}
/**
 * The trade that is needed. HACT has no code for any other trade, so the raw code is always kept.
 */
export interface WorkOrderTrade {
  state: "mapped" | "unmapped";
  value?:
    | "asbestos"
    | "bricklaying"
    | "carpentry"
    | "cleaning"
    | "decorating"
    | "drainage"
    | "electrical"
    | "fencing"
    | "flooring"
    | "gas"
    | "general"
    | "glazing"
    | "groundworks"
    | "heating"
    | "lifts"
    | "locksmith"
    | "mechanical"
    | "painting"
    | "pest-control"
    | "plastering"
    | "plumbing"
    | "roofing"
    | "scaffolding"
    | "specialist"
    | "surveying"
    | "tiling";
  raw: WorkOrderRawCode;
}
/**
 * The kind of work.
 */
export interface WorkOrderWorkStream {
  state: "mapped" | "unmapped";
  value?: "responsive" | "void" | "planned" | "cyclical" | "adaptation" | "disrepair" | "insurance" | "inspection";
  raw: WorkOrderRawCode;
}
/**
 * An amount in the major unit of its currency.
 */
export interface WorkOrderMoney {
  amount: WorkOrderDecimal;
  /**
   * ISO 4217.
   */
  currency: string;
}
/**
 * A code whose canonical words are not a closed list yet.
 */
export interface WorkOrderCoded {
  state: "mapped" | "unmapped";
  value?: string;
  raw: WorkOrderRawCode;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type WorkOrderPersonalBy = string;

/**
 * What a landlord ordered and what became of it. Structure follows HACT UKHDS ScheduleRepair and JobStatusUpdate. Only what is personal or sensitive of it.
 */
export interface WorkOrderPersonal {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "work-order";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * HACT DescriptionOfWork: free text.
   */
  description?: string;
  tenancy?: WorkOrderPersonalReference;
  /**
   * HACT WorkElement: lines of the order, with schedule-of-rates codes.
   */
  tasks?: {
    /**
     * With `by`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    note?: string;
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Visits to the home, planned and made.
   */
  visits?: {
    /**
     * With `by`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comment?: string;
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * HACT JobStatusUpdate: what the contractor told, one element each.
   */
  jobUpdates?: {
    /**
     * With `by`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Names of those assigned.
     */
    operatives?: string[];
    by: WorkOrderPersonalBy[];
  }[];
}
/**
 * A number that a system gave to something, always text.
 */
export interface WorkOrderPersonalReference {
  /**
   * Allocator and scheme, as `uh/workOrder`.
   */
  scheme: string;
  /**
   * Leading zeros kept, padding trimmed.
   */
  id: string;
  /**
   * Only where the ids of the scheme are reused.
   */
  period?: string;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type InvoiceBy = string;
/**
 * A calendar day, ISO 8601.
 */
export type InvoiceDate = string;
/**
 * Decimal text, never a binary fraction.
 */
export type InvoiceDecimal = string;

/**
 * An invoice or a credit note of a supplier. A line is (document, line number); it bills orders by links of type `bills`.
 */
export interface Invoice {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "invoice";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * Every number that identifies the entity, in order of their text.
   */
  references?: InvoiceReference[];
  /**
   * Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.
   */
  held?: {
    reference: InvoiceReference;
    /**
     * held: waits for approval. refused: somebody decided that it stays aside.
     */
    state: "held" | "refused";
    by: InvoiceBy;
  }[];
  /**
   * Ties to other entities, which stay entities of their own.
   */
  links?: {
    type: "answers" | "followOnOf" | "recallOf" | "supersedes" | "partOfCase" | "partOfProgramme" | "bills" | "at";
    reference: InvoiceReference;
    /**
     * unlinked: nothing with this reference is known yet.
     */
    state: "linked" | "unlinked";
    /**
     * The entity at the other end, where it is known.
     */
    id?: string;
    /**
     * Which part speaks, as the number of an invoice line.
     */
    part?: string;
    by: InvoiceBy;
  }[];
  /**
   * What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.
   */
  flags?: string[];
  /**
   * Which stream said it, field by field.
   */
  provenance?: {
    [k: string]: InvoiceBy;
  };
  /**
   * Which document it is; UNTDID 1001 beside each word: invoice 380, credit-note 381.
   */
  type?: "invoice" | "credit-note";
  /**
   * The supplier's own number of the document.
   */
  number?: string;
  supplier?: InvoiceReference;
  issuedOn?: InvoiceDate;
  dueOn?: InvoiceDate;
  /**
   * The number of the document that this one corrects.
   */
  corrects?: string;
  budgetCode?: string;
  net?: InvoiceMoney;
  tax?: InvoiceMoney;
  gross?: InvoiceMoney;
  /**
   * Date and total of every document that came under this number; equal ones that follow each other are shown once. A second document is flagged `number-reused`, equal date and total or not.
   */
  documentHistory?: {
    issuedOn?: InvoiceDate;
    gross?: InvoiceMoney;
    by: InvoiceBy;
  }[];
  /**
   * Lines; equal content under different numbers is real.
   */
  lines?: {
    /**
     * The line's own number.
     */
    ref: string;
    quantity?: InvoiceDecimal;
    net?: InvoiceMoney;
    /**
     * The seller's item number: a schedule-of-rates code.
     */
    rateCode?: string;
    /**
     * UNCL 5305.
     */
    taxCategory?: string;
    taxPercent?: InvoiceDecimal;
    by: InvoiceBy[];
  }[];
}
/**
 * A number that a system gave to something, always text.
 */
export interface InvoiceReference {
  /**
   * Allocator and scheme, as `uh/workOrder`.
   */
  scheme: string;
  /**
   * Leading zeros kept, padding trimmed.
   */
  id: string;
  /**
   * Only where the ids of the scheme are reused.
   */
  period?: string;
}
/**
 * An amount in the major unit of its currency.
 */
export interface InvoiceMoney {
  amount: InvoiceDecimal;
  /**
   * ISO 4217.
   */
  currency: string;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type InvoicePersonalBy = string;

/**
 * An invoice or a credit note of a supplier. A line is (document, line number); it bills orders by links of type `bills`. Only what is personal or sensitive of it.
 */
export interface InvoicePersonal {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "invoice";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * Lines; equal content under different numbers is real.
   */
  lines?: {
    /**
     * With `by`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    description?: string;
    by: InvoicePersonalBy[];
  }[];
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type PropertyBy = string;

/**
 * A dwelling, a block, an estate, a lift: whatever work can be done at.
 */
export interface Property {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "property";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * Every number that identifies the entity, in order of their text.
   */
  references?: PropertyReference[];
  /**
   * Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.
   */
  held?: {
    reference: PropertyReference;
    /**
     * held: waits for approval. refused: somebody decided that it stays aside.
     */
    state: "held" | "refused";
    by: PropertyBy;
  }[];
  /**
   * Ties to other entities, which stay entities of their own.
   */
  links?: {
    type: "answers" | "followOnOf" | "recallOf" | "supersedes" | "partOfCase" | "partOfProgramme" | "bills" | "at";
    reference: PropertyReference;
    /**
     * unlinked: nothing with this reference is known yet.
     */
    state: "linked" | "unlinked";
    /**
     * The entity at the other end, where it is known.
     */
    id?: string;
    /**
     * Which part speaks, as the number of an invoice line.
     */
    part?: string;
    by: PropertyBy;
  }[];
  /**
   * What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.
   */
  flags?: string[];
  /**
   * Which stream said it, field by field.
   */
  provenance?: {
    [k: string]: PropertyBy;
  };
  /**
   * Which level of the estate it is.
   */
  level?: {
    state: "mapped" | "unmapped";
    value?: "owner" | "estate" | "block" | "sub-block" | "facility" | "dwelling" | "non-dwelling";
    raw: PropertyRawCode;
  };
  /**
   * Unique Property Reference Number, 1 to 12 digits.
   */
  uprn?: string;
  parent?: PropertyReference;
  /**
   * HACT PostalCode.
   */
  postcode?: string;
  /**
   * Asbestos is recorded.
   */
  asbestos?: boolean;
  sheltered?: boolean;
  /**
   * False where the landlord does not maintain it.
   */
  maintained?: boolean;
}
/**
 * A number that a system gave to something, always text.
 */
export interface PropertyReference {
  /**
   * Allocator and scheme, as `uh/workOrder`.
   */
  scheme: string;
  /**
   * Leading zeros kept, padding trimmed.
   */
  id: string;
  /**
   * Only where the ids of the scheme are reused.
   */
  period?: string;
}
/**
 * The code as the system gave it.
 */
export interface PropertyRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  code: string;
  label?: string;
}

/**
 * A dwelling, a block, an estate, a lift: whatever work can be done at. Only what is personal or sensitive of it.
 */
export interface PropertyPersonal {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "property";
  /**
   * Counts the messages of this entity on this topic, from 1.
   */
  version: number;
  /**
   * merged: see `into`. withdrawn: no system speaks of it any more.
   */
  state: "current" | "merged" | "withdrawn";
  /**
   * Which entity this one became part of.
   */
  into?: string;
  /**
   * One line.
   */
  address?: string;
}

/**
 * A record that could not be applied. Nothing of the record is in here: no key, no value.
 */
export interface DeadLetter {
  /**
   * Of the dead letter. Also the key of the message.
   */
  id: string;
  /**
   * Counts the messages of this dead letter, from 1.
   */
  version: number;
  /**
   * The connector that read it.
   */
  connector: string;
  /**
   * The stream that it came by.
   */
  stream: string;
  /**
   * Why it could not be applied; stable.
   */
  code: string;
  /**
   * Where in the mapping or the record, without a value.
   */
  path?: string;
  /**
   * What became of it.
   */
  state: "open" | "replayed" | "given-up";
  /**
   * When it came into this state.
   */
  at: string;
}
