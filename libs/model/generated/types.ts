// Made from schemas/model by `npx lintel schemas generate`. Do not edit.

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type RequestBy = string;
/**
 * Decimal text, never a binary fraction.
 */
export type RequestDecimal = string;

/**
 * What a tenant or a member of staff reported. It may end in advice and no order. Structure follows HACT UKHDS RaiseRepair.
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
    /**
     * How it is tied. New words may come: treat one that you do not know as unknown.
     */
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
     * Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.
     */
    uprn?: string;
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
  status?: RequestRequestStatus;
  /**
   * Every status that an accepted version of a record gave, oldest first.
   */
  statusHistory?: {
    status: RequestRequestStatus;
    at?: RequestInstant;
    by: RequestBy;
  }[];
  priority?: RequestPriority;
  workStream?: RequestWorkStream;
  workClass?: RequestRawCode;
  /**
   * How the report came.
   */
  channel?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?: "phone" | "web" | "app" | "email" | "letter" | "in-person" | "chat" | "sensor" | "survey";
    raw: RequestRawCode;
  };
  /**
   * Who reported, as a role, never a name.
   */
  reporter?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?: "tenant" | "leaseholder" | "household" | "neighbour" | "staff" | "contractor" | "councillor" | "public";
    raw: RequestRawCode;
  };
  category?: RequestCoded;
  subject?: RequestCoded;
  /**
   * What a diagnosis tool made of it: the code of the repair it proposes.
   */
  diagnosis?: {
    /**
     * Tool or schedule of rates, as `keyfax/repair`.
     */
    scheme: string;
    /**
     * The code it gave.
     */
    code?: string;
    /**
     * Code of the advice, where it ended in advice.
     */
    advice?: string;
  };
  /**
   * The reporting system says that somebody else will pay.
   */
  rechargeable?: boolean;
  /**
   * Hazards that a system says it is about, as a flag of the report. No legal clock starts with them: that takes the moment of awareness, which a hazard case has.
   */
  hazards?: {
    /**
     * The system's own number of it, or the name of its flag; elements of one system with the same `ref` are one.
     */
    ref: string;
    hazard?: RequestHazard;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestBy[];
  }[];
  reportedAt?: RequestInstant;
  targetAt?: RequestInstant;
  closedAt?: RequestInstant;
  cancelledAt?: RequestInstant;
  estimatedHours?: RequestDecimal;
  /**
   * Work that was asked for already in the report.
   */
  tasks?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    trade?: RequestTrade;
    /**
     * Schedule-of-rates codes.
     */
    rates?: {
      /**
       * Schedule of rates.
       */
      scheme: string;
      /**
       * Its code.
       */
      code: string;
      quantity?: RequestDecimal;
    }[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestBy[];
  }[];
  /**
   * Also a ZIP code.
   */
  postcode?: string;
  /**
   * Borough or district, as a code or an official name.
   */
  district?: string;
  /**
   * The department that deals with it, as an official name.
   */
  owner?: string;
  tenure?: RequestTenure;
  /**
   * Photos and documents, by URI and hash; the bytes are in the store.
   */
  attachments?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Where the bytes are in the landlord's own store: `lintel-attachment:` and a hash.
     */
    uri?: string;
    /**
     * Hash of the stored bytes, hex.
     */
    sha256?: string;
    /**
     * Found from the bytes, not from what the sender claimed.
     */
    mediaType?: string;
    /**
     * What the sender claimed, where that differs.
     */
    claimedType?: string;
    /**
     * Bytes.
     */
    size?: number;
    /**
     * Who may see the bytes.
     */
    class?: "public" | "internal" | "personal" | "sensitive";
    takenAt?: RequestInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestBy[];
  }[];
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
 * Where a request stands.
 */
export interface RequestRequestStatus {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
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
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
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
 * How soon. HACT WorkPriorityCode; planned is in use beyond its list.
 */
export interface RequestPriority {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "immediate" | "emergency" | "urgent" | "normal" | "inspection" | "planned";
  raw: RequestRawCode;
}
/**
 * The kind of work.
 */
export interface RequestWorkStream {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "responsive" | "void" | "planned" | "cyclical" | "adaptation" | "disrepair" | "insurance" | "inspection";
  raw: RequestRawCode;
}
/**
 * A code whose canonical words are those of its code table: what things are about is no closed list.
 */
export interface RequestCoded {
  /**
   * unmapped: no code table knows the code.
   */
  state: "mapped" | "unmapped";
  /**
   * The code table's word.
   */
  value?: string;
  raw: RequestRawCode;
}
/**
 * Which hazard. The 29 of the Housing Health and Safety Rating System of 2005.
 */
export interface RequestHazard {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "damp-and-mould"
    | "excess-cold"
    | "excess-heat"
    | "asbestos"
    | "biocides"
    | "carbon-monoxide"
    | "lead"
    | "radiation"
    | "uncombusted-fuel-gas"
    | "volatile-organic-compounds"
    | "crowding-and-space"
    | "entry-by-intruders"
    | "lighting"
    | "noise"
    | "domestic-hygiene"
    | "food-safety"
    | "personal-hygiene"
    | "water-supply"
    | "falls-baths"
    | "falls-level"
    | "falls-stairs"
    | "falls-between-levels"
    | "electrical"
    | "fire"
    | "hot-surfaces"
    | "collision-and-entrapment"
    | "explosions"
    | "ergonomics"
    | "structural-collapse";
  raw: RequestRawCode;
}
/**
 * The trade that is needed. HACT TradeCode; it has none for any other trade, so the raw code is always kept.
 */
export interface RequestTrade {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "adaptations"
    | "aerials"
    | "asbestos"
    | "asphalting"
    | "bricklaying"
    | "carpentry"
    | "cctv"
    | "cleaning"
    | "decorating"
    | "door-entry"
    | "drainage"
    | "electrical"
    | "emergency-lighting"
    | "fencing"
    | "fire-safety"
    | "flooring"
    | "gas"
    | "general"
    | "glazing"
    | "grounds-maintenance"
    | "groundworks"
    | "heating"
    | "lifts"
    | "locksmith"
    | "masonry"
    | "mechanical"
    | "painting"
    | "pest-control"
    | "plastering"
    | "plumbing"
    | "renewables"
    | "roofing"
    | "scaffolding"
    | "security"
    | "specialist"
    | "surveying"
    | "tiling"
    | "upvc"
    | "water-storage";
  raw: RequestRawCode;
}
/**
 * How the home is held, as the system says. Which deadlines bind depends on it; it is never inferred.
 */
export interface RequestTenure {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "secure"
    | "assured"
    | "assured-shorthold"
    | "introductory"
    | "affordable-rent"
    | "shared-ownership"
    | "leasehold"
    | "licence"
    | "temporary"
    | "commercial"
    | "none";
  raw: RequestRawCode;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type RequestPersonalBy = string;

/**
 * What a tenant or a member of staff reported. It may end in advice and no order. Structure follows HACT UKHDS RaiseRepair. Only what is personal or sensitive of it.
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
   * Work that was asked for already in the report.
   */
  tasks?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestPersonalBy[];
  }[];
  /**
   * What a visitor must know of the place. HACT LocationAlert. Personal as a whole: one of its types is about a person. Asbestos is also a field of the property.
   */
  locationAlerts?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * What kind of alert. HACT LocationAlertTypeCode; names inferred from the damp and mould standard.
     */
    type?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "other" | "asbestos" | "warranty" | "heritage" | "sewage-not-to-mains" | "operative-gender";
      raw: RequestPersonalRawCode;
    };
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestPersonalBy[];
  }[];
  /**
   * Photos and documents, by URI and hash; the bytes are in the store.
   */
  attachments?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Where the sender keeps it, as it was given: such a link may hold a name or open the picture to whoever has it.
     */
    link?: string;
    /**
     * File name as it came.
     */
    name?: string;
    /**
     * Title or caption: free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: RequestPersonalBy[];
  }[];
  /**
   * What is wrong: free text.
   */
  description?: string;
  /**
   * Where in the home: free text.
   */
  location?: string;
  /**
   * What was done, decided or advised: free text.
   */
  resolution?: string;
  /**
   * Where it is, as one line.
   */
  address?: string;
  tenancy?: RequestPersonalReference;
  /**
   * How to get in: free text.
   */
  access?: string;
  /**
   * Where to park: free text.
   */
  parking?: string;
  /**
   * When somebody is at home: free text or the system's own list of slots.
   */
  availability?: string;
  /**
   * Who can be asked.
   */
  contactName?: string;
  /**
   * As it was given.
   */
  contactPhone?: string;
  /**
   * As it was given.
   */
  contactEmail?: string;
  /**
   * Where the key is and how to get it.
   */
  keysafe?: {
    /**
     * Where it hangs.
     */
    location?: string;
    /**
     * The code.
     */
    code?: string;
  };
  /**
   * What a visitor must know of a person. No shipped connector reads it unless the landlord asks for it; never copied to an order.
   */
  personAlerts?: {
    type: RequestPersonalCoded;
    /**
     * Free text.
     */
    comments?: string;
  }[];
}
/**
 * The code as the system gave it.
 */
export interface RequestPersonalRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
}
/**
 * A number that a system gave to something, always text.
 */
export interface RequestPersonalReference {
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
 * A code whose canonical words are those of its code table: what things are about is no closed list.
 */
export interface RequestPersonalCoded {
  /**
   * unmapped: no code table knows the code.
   */
  state: "mapped" | "unmapped";
  /**
   * The code table's word.
   */
  value?: string;
  raw: RequestPersonalRawCode;
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
 * What a landlord ordered and what became of it. Structure follows HACT UKHDS ScheduleRepair, JobStatusUpdate and WorkOrderComplete.
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
    /**
     * How it is tied. New words may come: treat one that you do not know as unknown.
     */
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
     * Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.
     */
    uprn?: string;
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
  workClass?: WorkOrderRawCode;
  raisedAt?: WorkOrderInstant;
  reportedAt?: WorkOrderInstant;
  issuedAt?: WorkOrderInstant;
  targetAt?: WorkOrderInstant;
  attendedAt?: WorkOrderInstant;
  completedAt?: WorkOrderInstant;
  closedAt?: WorkOrderInstant;
  cancelledAt?: WorkOrderInstant;
  contractor?: WorkOrderReference;
  instructedBy?: WorkOrderReference;
  /**
   * Number of the contract it is under.
   */
  contract?: string;
  /**
   * Where it is booked.
   */
  budgetCode?: string;
  priceBasis?: WorkOrderPriceBasis;
  estimatedCost?: WorkOrderMoney;
  committedCost?: WorkOrderMoney;
  actualCost?: WorkOrderMoney;
  invoicedCost?: WorkOrderMoney;
  estimatedHours?: WorkOrderDecimal;
  /**
   * Raised after the work was done, as out of hours.
   */
  retrospective?: boolean;
  /**
   * The system says that it was opened again.
   */
  reopened?: boolean;
  /**
   * The system says that it replaces a cancelled one; which one is a link `supersedes`.
   */
  reissued?: boolean;
  /**
   * An explicit assertion that the repair qualifies under the Right to Repair; never inferred.
   */
  rightToRepair?: {
    /**
     * The qualifying defect, as the rule file names it.
     */
    defect: string;
    notifiedAt: WorkOrderInstant;
  };
  /**
   * Hazards that a system says it is about, as a flag of the order. No legal clock starts with them: that takes the moment of awareness, which a hazard case has.
   */
  hazards?: {
    /**
     * The system's own number of it, or the name of its flag; elements of one system with the same `ref` are one.
     */
    ref: string;
    hazard?: WorkOrderHazard;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  tenure?: WorkOrderTenure;
  /**
   * Where the work is, beyond the links `at`.
   */
  place?: {
    /**
     * Which level of the estate it is done at.
     */
    level?: "owner" | "estate" | "block" | "sub-block" | "facility" | "dwelling" | "non-dwelling";
    asset?: WorkOrderReference;
    /**
     * Number of the programme.
     */
    plan?: string;
  };
  /**
   * Lines of the order.
   */
  tasks?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Position within the order.
     */
    number?: string;
    trade?: WorkOrderTrade;
    status?: WorkOrderStatus;
    /**
     * What is to be done, in codes of a schedule of rates.
     */
    rates?: {
      /**
       * Which schedule of rates, as `uh/job`.
       */
      scheme: string;
      /**
       * Its code.
       */
      code: string;
      quantity?: WorkOrderDecimal;
      /**
       * Unit of measurement as a code.
       */
      unit?: string;
      cost?: WorkOrderMoney;
      standardMinutes?: WorkOrderDecimal;
    }[];
    quantity?: WorkOrderDecimal;
    priceBasis?: WorkOrderPriceBasis;
    estimatedCost?: WorkOrderMoney;
    committedCost?: WorkOrderMoney;
    actualCost?: WorkOrderMoney;
    invoicedCost?: WorkOrderMoney;
    standardMinutes?: WorkOrderDecimal;
    /**
     * Added or changed by a variation.
     */
    variation?: boolean;
    /**
     * `ref` of the task that it varies.
     */
    variationOf?: string;
    /**
     * Contains capital work.
     */
    capital?: boolean;
    /**
     * What of a service charge it falls under, as a code.
     */
    serviceCharge?: string;
    /**
     * `ref` of tasks that come first.
     */
    dependsOn?: string[];
    addedAt?: WorkOrderInstant;
    completedAt?: WorkOrderInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * Changes of what was ordered, and what was decided about them.
   */
  variations?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * How far it is.
     */
    state?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "requested" | "acknowledged" | "approved" | "rejected";
      raw: WorkOrderRawCode;
    };
    at?: WorkOrderInstant;
    decidedAt?: WorkOrderInstant;
    cost?: WorkOrderMoney;
    /**
     * `ref` of the tasks it changes.
     */
    tasks?: string[];
    reason?: WorkOrderCoded;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * Bookings as they stand now.
   */
  appointments?: {
    /**
     * The scheduler's own number of the booking.
     */
    ref: string;
    /**
     * How far it is.
     */
    state?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "offered" | "booked" | "moved" | "kept" | "missed" | "cancelled";
      raw: WorkOrderRawCode;
    };
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    /**
     * Name of the window, as `AM`.
     */
    slot?: string;
    bookedAt?: WorkOrderInstant;
    keptAt?: WorkOrderInstant;
    /**
     * `ref` of the booking that it was moved from.
     */
    replaces?: string;
    reason?: WorkOrderBookingReason;
    /**
     * Which visit of the order it is for.
     */
    sequence?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "first" | "follow-on";
      raw: WorkOrderRawCode;
    };
    operativeCount?: WorkOrderDecimal;
    /**
     * Who is booked, by number.
     */
    operativeRefs?: WorkOrderReference[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * Every window that a booking ever had, oldest first.
   */
  bookingHistory?: {
    /**
     * The booking.
     */
    ref: string;
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    at?: WorkOrderInstant;
    reason?: WorkOrderBookingReason;
    by: WorkOrderBy;
  }[];
  /**
   * Visits to the home, planned and made.
   */
  visits?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    plannedFrom?: WorkOrderInstant;
    plannedTo?: WorkOrderInstant;
    attendedAt?: WorkOrderInstant;
    leftAt?: WorkOrderInstant;
    /**
     * What came of the visit.
     */
    outcome?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "completed" | "no-access" | "incomplete" | "cancelled" | "not-needed";
      raw: WorkOrderRawCode;
    };
    noAccessReason?: WorkOrderNoAccessReason;
    /**
     * A card was left.
     */
    carded?: boolean;
    /**
     * `ref` of attachments that show it.
     */
    photos?: string[];
    /**
     * What was tried to reach somebody.
     */
    contactAttempts?: {
      at: WorkOrderInstant;
      /**
       * By what.
       */
      channel?: "phone" | "text" | "email" | "knock" | "card" | "letter";
      /**
       * Somebody answered.
       */
      answered?: boolean;
    }[];
    /**
     * Who was there, by number.
     */
    operativeRefs?: WorkOrderReference[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * Times in which nothing could be done.
   */
  suspensions?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    /**
     * Why. HACT ReasonCode names some; the words cover those in use.
     */
    reason?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?:
        | "materials"
        | "weather"
        | "access"
        | "approval"
        | "budget"
        | "design"
        | "specialist"
        | "scaffolding"
        | "asbestos"
        | "tenant-request"
        | "conflict";
      raw: WorkOrderRawCode;
    };
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * What the contractor told, one element each.
   */
  jobUpdates?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * What is told. Under code 0 the word is in OtherType. The last four are in use beyond the list.
     */
    type?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
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
        | "note"
        | "variation-rejected"
        | "variation-pending-approval"
        | "order-approved"
        | "order-rejected";
      raw: WorkOrderRawCode;
    };
    at?: WorkOrderInstant;
    /**
     * `ref` of the tasks it is about.
     */
    tasks?: string[];
    from?: WorkOrderInstant;
    to?: WorkOrderInstant;
    /**
     * By what it was tried to reach somebody.
     */
    contactAttempted?: "phone" | "text" | "email" | "other";
    /**
     * Who is assigned, by number.
     */
    operativeRefs?: WorkOrderReference[];
    /**
     * Codes that turned out to be needed.
     */
    rates?: {
      /**
       * Which schedule of rates, as `uh/job`.
       */
      scheme: string;
      /**
       * Its code.
       */
      code: string;
      quantity?: WorkOrderDecimal;
      /**
       * Unit of measurement as a code.
       */
      unit?: string;
      cost?: WorkOrderMoney;
      standardMinutes?: WorkOrderDecimal;
    }[];
    /**
     * `ref` of attachments.
     */
    evidence?: string[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * What somebody else pays.
   */
  recharges?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Who pays, as a role.
     */
    to?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "tenant" | "leaseholder" | "contractor" | "insurer" | "third-party";
      raw: WorkOrderRawCode;
    };
    /**
     * How far it is.
     */
    state?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "proposed" | "agreed" | "invoiced" | "paid" | "waived" | "disputed";
      raw: WorkOrderRawCode;
    };
    amount?: WorkOrderMoney;
    share?: WorkOrderDecimal;
    /**
     * Number of the section 20 consultation.
     */
    section20?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * What the tenant thought of it.
   */
  satisfaction?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    at?: WorkOrderInstant;
    question?: WorkOrderCoded;
    score?: WorkOrderDecimal;
    outOf?: WorkOrderDecimal;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * What was used.
   */
  materials?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Code of the material.
     */
    code?: string;
    quantity?: WorkOrderDecimal;
    cost?: WorkOrderMoney;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * Photos and documents, by URI and hash; the bytes are in the store.
   */
  attachments?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Where the bytes are in the landlord's own store: `lintel-attachment:` and a hash.
     */
    uri?: string;
    /**
     * Hash of the stored bytes, hex.
     */
    sha256?: string;
    /**
     * Found from the bytes, not from what the sender claimed.
     */
    mediaType?: string;
    /**
     * What the sender claimed, where that differs.
     */
    claimedType?: string;
    /**
     * Bytes.
     */
    size?: number;
    /**
     * Who may see the bytes.
     */
    class?: "public" | "internal" | "personal" | "sensitive";
    takenAt?: WorkOrderInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderBy[];
  }[];
  /**
   * What law or contract asks for and by when, computed by rules as data (`schemas/rules`). An aid, not legal advice. The due date a system gave is `targetAt`, another clock.
   */
  deadlines?: {
    /**
     * Rule, and what it runs for where an entity has several: `awaab-written-summary/dm/2` for investigation 2 of the system `dm`.
     */
    ref: string;
    /**
     * Id of the rule.
     */
    rule?: string;
    /**
     * Version of the rule that was applied.
     */
    ruleVersion?: string;
    /**
     * Version of the calendar that was counted in; absent where hours run through.
     */
    calendarVersion?: string;
    triggeredAt?: WorkOrderInstant;
    /**
     * Which field or element asserted it: `awareAt`, `investigations/dm/2` (list, system, ref).
     */
    triggeredBy?: string;
    dueAt?: WorkOrderInstant;
    /**
     * given: as a system gave it, never counted anew. rule: counted.
     */
    dueBy?: "given" | "rule";
    nearAt?: WorkOrderInstant;
    /**
     * running: time is left. near: little is left. met: evidence says so. overdue-unconfirmed: past due, but not every stream that could bring evidence has been read past it. missed: all have, and none did. not-applicable, disapplied: see `reason`. applicability-unknown: something that decides is not known, see `reason`.
     */
    state?:
      | "running"
      | "near"
      | "met"
      | "overdue-unconfirmed"
      | "missed"
      | "not-applicable"
      | "disapplied"
      | "applicability-unknown";
    /**
     * Why it does not apply, was disapplied or is not known, or why it is met without a `metAt`, as a word: `tenure-not-bound`, `not-in-force`, `no-works-needed`, `severity-not-known`, `time-not-stated`. New words come.
     */
    reason?: string;
    metAt?: WorkOrderInstant;
    /**
     * Which field or element is the evidence.
     */
    metBy?: string;
    /**
     * True where evidence that came late turned a miss into met.
     */
    corrected?: boolean;
    /**
     * True where it was due before the systems were live or the rule was in use: it rings nothing.
     */
    quiet?: boolean;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
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
 * Where a work order or a task of it stands. HACT WorkStatusCode; locked and no-access are in use beyond its list.
 */
export interface WorkOrderStatus {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
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
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
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
 * How soon. HACT WorkPriorityCode; planned is in use beyond its list.
 */
export interface WorkOrderPriority {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "immediate" | "emergency" | "urgent" | "normal" | "inspection" | "planned";
  raw: WorkOrderRawCode;
}
/**
 * The trade that is needed. HACT TradeCode; it has none for any other trade, so the raw code is always kept.
 */
export interface WorkOrderTrade {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "adaptations"
    | "aerials"
    | "asbestos"
    | "asphalting"
    | "bricklaying"
    | "carpentry"
    | "cctv"
    | "cleaning"
    | "decorating"
    | "door-entry"
    | "drainage"
    | "electrical"
    | "emergency-lighting"
    | "fencing"
    | "fire-safety"
    | "flooring"
    | "gas"
    | "general"
    | "glazing"
    | "grounds-maintenance"
    | "groundworks"
    | "heating"
    | "lifts"
    | "locksmith"
    | "masonry"
    | "mechanical"
    | "painting"
    | "pest-control"
    | "plastering"
    | "plumbing"
    | "renewables"
    | "roofing"
    | "scaffolding"
    | "security"
    | "specialist"
    | "surveying"
    | "tiling"
    | "upvc"
    | "water-storage";
  raw: WorkOrderRawCode;
}
/**
 * The kind of work.
 */
export interface WorkOrderWorkStream {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "responsive" | "void" | "planned" | "cyclical" | "adaptation" | "disrepair" | "insurance" | "inspection";
  raw: WorkOrderRawCode;
}
/**
 * What a price was made from. Per property or per void a line cost of zero is normal.
 */
export interface WorkOrderPriceBasis {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "schedule-of-rates" | "price-per-property" | "price-per-void" | "day-rate" | "fixed" | "quoted";
  raw: WorkOrderRawCode;
}
/**
 * An amount in the major unit of its currency, with the sign that the document or system gave it.
 */
export interface WorkOrderMoney {
  amount: WorkOrderDecimal;
  /**
   * ISO 4217.
   */
  currency: string;
}
/**
 * Which hazard. The 29 of the Housing Health and Safety Rating System of 2005.
 */
export interface WorkOrderHazard {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "damp-and-mould"
    | "excess-cold"
    | "excess-heat"
    | "asbestos"
    | "biocides"
    | "carbon-monoxide"
    | "lead"
    | "radiation"
    | "uncombusted-fuel-gas"
    | "volatile-organic-compounds"
    | "crowding-and-space"
    | "entry-by-intruders"
    | "lighting"
    | "noise"
    | "domestic-hygiene"
    | "food-safety"
    | "personal-hygiene"
    | "water-supply"
    | "falls-baths"
    | "falls-level"
    | "falls-stairs"
    | "falls-between-levels"
    | "electrical"
    | "fire"
    | "hot-surfaces"
    | "collision-and-entrapment"
    | "explosions"
    | "ergonomics"
    | "structural-collapse";
  raw: WorkOrderRawCode;
}
/**
 * How the home is held, as the system says. Which deadlines bind depends on it; it is never inferred.
 */
export interface WorkOrderTenure {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "secure"
    | "assured"
    | "assured-shorthold"
    | "introductory"
    | "affordable-rent"
    | "shared-ownership"
    | "leasehold"
    | "licence"
    | "temporary"
    | "commercial"
    | "none";
  raw: WorkOrderRawCode;
}
/**
 * A code whose canonical words are those of its code table: what things are about is no closed list.
 */
export interface WorkOrderCoded {
  /**
   * unmapped: no code table knows the code.
   */
  state: "mapped" | "unmapped";
  /**
   * The code table's word.
   */
  value?: string;
  raw: WorkOrderRawCode;
}
/**
 * Why a booking was made or moved.
 */
export interface WorkOrderBookingReason {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "first" | "follow-on" | "tenant-changed" | "landlord-changed" | "no-access" | "recall";
  raw: WorkOrderRawCode;
}
/**
 * Why nobody got in. No official list exists; the words cover those in use.
 */
export interface WorkOrderNoAccessReason {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "no-answer"
    | "tenant-unavailable"
    | "access-refused"
    | "unsafe"
    | "wrong-address"
    | "weather-conditions"
    | "material-shortage";
  raw: WorkOrderRawCode;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type WorkOrderPersonalBy = string;

/**
 * What a landlord ordered and what became of it. Structure follows HACT UKHDS ScheduleRepair, JobStatusUpdate and WorkOrderComplete. Only what is personal or sensitive of it.
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
   * Lines of the order.
   */
  tasks?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text, or the words of a price book.
     */
    description?: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Changes of what was ordered, and what was decided about them.
   */
  variations?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Bookings as they stand now.
   */
  appointments?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Names of those booked.
     */
    operativeNames?: string[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Visits to the home, planned and made.
   */
  visits?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Names of those who were there.
     */
    operativeNames?: string[];
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Times in which nothing could be done.
   */
  suspensions?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * What the contractor told, one element each.
   */
  jobUpdates?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * The number or address that was tried.
     */
    contactValue?: string;
    /**
     * Names of those assigned.
     */
    operativeNames?: string[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * What somebody else pays.
   */
  recharges?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Why.
     */
    reason?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "damage" | "misuse" | "lost-keys" | "leaseholder-share" | "insurance" | "no-fault" | "defect";
      raw: WorkOrderPersonalRawCode;
    };
    account?: WorkOrderPersonalReference;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * What the tenant thought of it.
   */
  satisfaction?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * What was used.
   */
  materials?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * What a visitor must know of the place. HACT LocationAlert. Personal as a whole: one of its types is about a person. Asbestos is also a field of the property.
   */
  locationAlerts?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * What kind of alert. HACT LocationAlertTypeCode; names inferred from the damp and mould standard.
     */
    type?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "other" | "asbestos" | "warranty" | "heritage" | "sewage-not-to-mains" | "operative-gender";
      raw: WorkOrderPersonalRawCode;
    };
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Photos and documents, by URI and hash; the bytes are in the store.
   */
  attachments?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Where the sender keeps it, as it was given: such a link may hold a name or open the picture to whoever has it.
     */
    link?: string;
    /**
     * File name as it came.
     */
    name?: string;
    /**
     * Title or caption: free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: WorkOrderPersonalBy[];
  }[];
  /**
   * Free text.
   */
  description?: string;
  /**
   * Where in the home: free text.
   */
  location?: string;
  /**
   * Where it is, as one line.
   */
  address?: string;
  tenancy?: WorkOrderPersonalReference;
  /**
   * Who lives there or asked.
   */
  customerName?: string;
  /**
   * As it was given.
   */
  customerPhone?: string;
  /**
   * As it was given.
   */
  customerEmail?: string;
  /**
   * How to get in: free text.
   */
  access?: string;
  /**
   * Where to park: free text.
   */
  parking?: string;
  /**
   * Where the key is and how to get it.
   */
  keysafe?: {
    /**
     * Where it hangs.
     */
    location?: string;
    /**
     * The code.
     */
    code?: string;
  };
}
/**
 * The code as the system gave it.
 */
export interface WorkOrderPersonalRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
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
export type HazardCaseBy = string;
/**
 * Whose law binds.
 */
export type HazardCaseJurisdiction = "england" | "wales" | "scotland" | "northern-ireland";

/**
 * Hazards in one home, from the moment the landlord knew: investigations, written summaries, works, access attempts, decants. Orders belong to it by links of type `partOfCase`. Nothing of it is ever inferred from a priority or a word in a text.
 */
export interface HazardCase {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "hazard-case";
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
  references?: HazardCaseReference[];
  /**
   * Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.
   */
  held?: {
    reference: HazardCaseReference;
    /**
     * held: waits for approval. refused: somebody decided that it stays aside.
     */
    state: "held" | "refused";
    by: HazardCaseBy;
  }[];
  /**
   * Ties to other entities, which stay entities of their own.
   */
  links?: {
    /**
     * How it is tied. New words may come: treat one that you do not know as unknown.
     */
    type: "answers" | "followOnOf" | "recallOf" | "supersedes" | "partOfCase" | "partOfProgramme" | "bills" | "at";
    reference: HazardCaseReference;
    /**
     * unlinked: nothing with this reference is known yet.
     */
    state: "linked" | "unlinked";
    /**
     * The entity at the other end, where it is known.
     */
    id?: string;
    /**
     * Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.
     */
    uprn?: string;
    /**
     * Which part speaks, as the number of an invoice line.
     */
    part?: string;
    by: HazardCaseBy;
  }[];
  /**
   * What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.
   */
  flags?: string[];
  /**
   * Which stream said it, field by field.
   */
  provenance?: {
    [k: string]: HazardCaseBy;
  };
  status?: HazardCaseCaseStatus;
  /**
   * Every status that an accepted version of a record gave, oldest first.
   */
  statusHistory?: {
    status: HazardCaseCaseStatus;
    at?: HazardCaseInstant;
    by: HazardCaseBy;
  }[];
  awareAt?: HazardCaseInstant;
  /**
   * How the landlord became aware.
   */
  awareSource?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?:
      | "tenant-report"
      | "household-report"
      | "staff-visit"
      | "survey"
      | "contractor"
      | "third-party"
      | "sensor"
      | "complaint";
    raw: HazardCaseRawCode;
  };
  jurisdiction?: HazardCaseJurisdiction;
  tenure?: HazardCaseTenure;
  /**
   * What is dangerous.
   */
  hazards?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    hazard?: HazardCaseHazard;
    /**
     * Which list and version: `hhsrs-2005`, `hhsrs-2026`.
     */
    frame?: string;
    /**
     * What the law makes of it.
     */
    severity?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "emergency" | "significant" | "other";
      raw: HazardCaseRawCode;
    };
    /**
     * HHSRS band A to J.
     */
    band?: string;
    /**
     * High, medium or low, as a word of its frame.
     */
    rating?: string;
    assertedAt?: HazardCaseInstant;
    madeSafeAt?: HazardCaseInstant;
    resolvedAt?: HazardCaseInstant;
    /**
     * `ref` of attachments.
     */
    evidence?: string[];
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * Looking into it.
   */
  investigations?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Which investigation.
     */
    kind?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "standard" | "emergency" | "renewed" | "further";
      raw: HazardCaseRawCode;
    };
    /**
     * From where.
     */
    mode?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "in-person" | "remote";
      raw: HazardCaseRawCode;
    };
    requestedAt?: HazardCaseInstant;
    startedAt?: HazardCaseInstant;
    concludedAt?: HazardCaseInstant;
    /**
     * What was found.
     */
    outcome?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "no-hazard" | "significant" | "emergency" | "inconclusive";
      raw: HazardCaseRawCode;
    };
    /**
     * False where no work is needed.
     */
    worksNeeded?: boolean;
    investigator?: HazardCaseReference;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * Written summaries to the tenant.
   */
  summaries?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * `ref` of the investigation.
     */
    investigation?: string;
    sentAt?: HazardCaseInstant;
    /**
     * By what.
     */
    method?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "letter" | "email" | "portal" | "hand";
      raw: HazardCaseRawCode;
    };
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * What is done about it.
   */
  works?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * What for.
     */
    kind?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "make-safe" | "safety" | "preventative" | "other";
      raw: HazardCaseRawCode;
    };
    /**
     * `ref` of the investigation it follows from.
     */
    investigation?: string;
    order?: HazardCaseReference;
    startedAt?: HazardCaseInstant;
    completedAt?: HazardCaseInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * Every attempt to get in, oldest first: the defence of all reasonable endeavours.
   */
  accessAttempts?: {
    at: HazardCaseInstant;
    /**
     * How.
     */
    method?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "visit" | "phone" | "text" | "email" | "letter" | "card";
      raw: HazardCaseRawCode;
    };
    /**
     * What came of it.
     */
    outcome?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "access" | "no-access" | "refused" | "appointment-made";
      raw: HazardCaseRawCode;
    };
    reason?: HazardCaseNoAccessReason;
    by: HazardCaseBy;
  }[];
  /**
   * Other homes offered while this one is not safe.
   */
  decants?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    offeredAt?: HazardCaseInstant;
    acceptedAt?: HazardCaseInstant;
    declinedAt?: HazardCaseInstant;
    movedAt?: HazardCaseInstant;
    returnedAt?: HazardCaseInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * Delays that the landlord could not help, and what was done.
   */
  endeavours?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Why.
     */
    reason?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "no-access" | "specialist-contractor" | "regulator" | "materials" | "tenant-request";
      raw: HazardCaseRawCode;
    };
    from?: HazardCaseInstant;
    to?: HazardCaseInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  madeSafeAt?: HazardCaseInstant;
  closedAt?: HazardCaseInstant;
  /**
   * Why.
   */
  closedReason?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?: "resolved" | "no-hazard" | "duplicate" | "tenant-moved" | "not-bound";
    raw: HazardCaseRawCode;
  };
  /**
   * Photos and documents, by URI and hash.
   */
  attachments?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Where the bytes are in the landlord's own store: `lintel-attachment:` and a hash.
     */
    uri?: string;
    /**
     * Hash of the stored bytes, hex.
     */
    sha256?: string;
    /**
     * Found from the bytes, not from what the sender claimed.
     */
    mediaType?: string;
    /**
     * What the sender claimed, where that differs.
     */
    claimedType?: string;
    /**
     * Bytes.
     */
    size?: number;
    /**
     * Who may see the bytes.
     */
    class?: "public" | "internal" | "personal" | "sensitive";
    takenAt?: HazardCaseInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
  /**
   * What law or contract asks for and by when, computed by rules as data (`schemas/rules`). An aid, not legal advice. The due date a system gave is `targetAt`, another clock.
   */
  deadlines?: {
    /**
     * Rule, and what it runs for where an entity has several: `awaab-written-summary/dm/2` for investigation 2 of the system `dm`.
     */
    ref: string;
    /**
     * Id of the rule.
     */
    rule?: string;
    /**
     * Version of the rule that was applied.
     */
    ruleVersion?: string;
    /**
     * Version of the calendar that was counted in; absent where hours run through.
     */
    calendarVersion?: string;
    triggeredAt?: HazardCaseInstant;
    /**
     * Which field or element asserted it: `awareAt`, `investigations/dm/2` (list, system, ref).
     */
    triggeredBy?: string;
    dueAt?: HazardCaseInstant;
    /**
     * given: as a system gave it, never counted anew. rule: counted.
     */
    dueBy?: "given" | "rule";
    nearAt?: HazardCaseInstant;
    /**
     * running: time is left. near: little is left. met: evidence says so. overdue-unconfirmed: past due, but not every stream that could bring evidence has been read past it. missed: all have, and none did. not-applicable, disapplied: see `reason`. applicability-unknown: something that decides is not known, see `reason`.
     */
    state?:
      | "running"
      | "near"
      | "met"
      | "overdue-unconfirmed"
      | "missed"
      | "not-applicable"
      | "disapplied"
      | "applicability-unknown";
    /**
     * Why it does not apply, was disapplied or is not known, or why it is met without a `metAt`, as a word: `tenure-not-bound`, `not-in-force`, `no-works-needed`, `severity-not-known`, `time-not-stated`. New words come.
     */
    reason?: string;
    metAt?: HazardCaseInstant;
    /**
     * Which field or element is the evidence.
     */
    metBy?: string;
    /**
     * True where evidence that came late turned a miss into met.
     */
    corrected?: boolean;
    /**
     * True where it was due before the systems were live or the rule was in use: it rings nothing.
     */
    quiet?: boolean;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCaseBy[];
  }[];
}
/**
 * A number that a system gave to something, always text.
 */
export interface HazardCaseReference {
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
 * Where a hazard case stands.
 */
export interface HazardCaseCaseStatus {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "open" | "investigating" | "works" | "monitoring" | "closed";
  raw: HazardCaseRawCode;
}
/**
 * The code as the system gave it.
 */
export interface HazardCaseRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
}
/**
 * A moment: the instant in UTC, the text it came as, and the zone that was assumed where the text has none.
 */
export interface HazardCaseInstant {
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
 * How the home is held, as the system says. Which deadlines bind depends on it; it is never inferred.
 */
export interface HazardCaseTenure {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "secure"
    | "assured"
    | "assured-shorthold"
    | "introductory"
    | "affordable-rent"
    | "shared-ownership"
    | "leasehold"
    | "licence"
    | "temporary"
    | "commercial"
    | "none";
  raw: HazardCaseRawCode;
}
/**
 * Which hazard. The 29 of the Housing Health and Safety Rating System of 2005.
 */
export interface HazardCaseHazard {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "damp-and-mould"
    | "excess-cold"
    | "excess-heat"
    | "asbestos"
    | "biocides"
    | "carbon-monoxide"
    | "lead"
    | "radiation"
    | "uncombusted-fuel-gas"
    | "volatile-organic-compounds"
    | "crowding-and-space"
    | "entry-by-intruders"
    | "lighting"
    | "noise"
    | "domestic-hygiene"
    | "food-safety"
    | "personal-hygiene"
    | "water-supply"
    | "falls-baths"
    | "falls-level"
    | "falls-stairs"
    | "falls-between-levels"
    | "electrical"
    | "fire"
    | "hot-surfaces"
    | "collision-and-entrapment"
    | "explosions"
    | "ergonomics"
    | "structural-collapse";
  raw: HazardCaseRawCode;
}
/**
 * Why nobody got in. No official list exists; the words cover those in use.
 */
export interface HazardCaseNoAccessReason {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "no-answer"
    | "tenant-unavailable"
    | "access-refused"
    | "unsafe"
    | "wrong-address"
    | "weather-conditions"
    | "material-shortage";
  raw: HazardCaseRawCode;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type HazardCasePersonalBy = string;

/**
 * Hazards in one home, from the moment the landlord knew: investigations, written summaries, works, access attempts, decants. Orders belong to it by links of type `partOfCase`. Nothing of it is ever inferred from a priority or a word in a text. Only what is personal or sensitive of it.
 */
export interface HazardCasePersonal {
  /**
   * The entity. Also the key of the message.
   */
  id: string;
  /**
   * Which kind of entity this is.
   */
  kind: "hazard-case";
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
   * What is dangerous.
   */
  hazards?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Where in the home: free text.
     */
    location?: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCasePersonalBy[];
  }[];
  /**
   * Looking into it.
   */
  investigations?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    findings?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCasePersonalBy[];
  }[];
  /**
   * Other homes offered while this one is not safe.
   */
  decants?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    property?: HazardCasePersonalReference;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCasePersonalBy[];
  }[];
  /**
   * Delays that the landlord could not help, and what was done.
   */
  endeavours?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCasePersonalBy[];
  }[];
  /**
   * Photos and documents, by URI and hash.
   */
  attachments?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Where the sender keeps it, as it was given: such a link may hold a name or open the picture to whoever has it.
     */
    link?: string;
    /**
     * File name as it came.
     */
    name?: string;
    /**
     * Title or caption: free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: HazardCasePersonalBy[];
  }[];
  /**
   * Free text.
   */
  description?: string;
  /**
   * Where it is, as one line.
   */
  address?: string;
  tenancy?: HazardCasePersonalReference;
  /**
   * Who can be asked.
   */
  contactName?: string;
  /**
   * As it was given.
   */
  contactPhone?: string;
  /**
   * Who in the household is at greater risk and why: health data.
   */
  householdRisk?: string;
}
/**
 * A number that a system gave to something, always text.
 */
export interface HazardCasePersonalReference {
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
 * An invoice, credit note or statement of a supplier. A line is (document, line number); it bills orders by links of type `bills`. Amounts stand as on the document: those of a credit note are positive and count against the order, a negative invoice is negative. Structure follows UBL 2.1 and EN 16931.
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
    /**
     * How it is tied. New words may come: treat one that you do not know as unknown.
     */
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
     * Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.
     */
    uprn?: string;
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
   * Which document it is. UNTDID 1001: invoice 380, credit-note 381, corrected-invoice 384, prepayment 386, self-billed 389, self-billed-credit-note 261, debit-note 383, partial-invoice 326, and of construction partial-construction-invoice 875, partial-final-construction-invoice 876, final-construction-invoice 877; a statement has no code. Both credit notes count against the order. New words may come: treat one that you do not know as unknown.
   */
  type?:
    | "invoice"
    | "credit-note"
    | "corrected-invoice"
    | "prepayment"
    | "self-billed"
    | "self-billed-credit-note"
    | "debit-note"
    | "partial-invoice"
    | "partial-construction-invoice"
    | "partial-final-construction-invoice"
    | "final-construction-invoice"
    | "statement";
  status?: InvoiceInvoiceStatus;
  /**
   * Every status that an accepted version of a record gave, oldest first.
   */
  statusHistory?: {
    status: InvoiceInvoiceStatus;
    at?: InvoiceInstant;
    by: InvoiceBy;
  }[];
  /**
   * The supplier's own number of the document.
   */
  number?: string;
  supplier?: InvoiceReference;
  issuedOn?: InvoiceDate;
  dueOn?: InvoiceDate;
  receivedOn?: InvoiceDate;
  postedAt?: InvoiceInstant;
  paidAt?: InvoiceInstant;
  paid?: InvoiceMoney;
  prepaid?: InvoiceMoney;
  payable?: InvoiceMoney;
  /**
   * Numbers of the documents that this one corrects.
   */
  corrects?: string[];
  /**
   * Number of the order that the document as a whole names.
   */
  order?: string;
  /**
   * Number of the contract.
   */
  contract?: string;
  /**
   * Cost centre or routing number of the buyer.
   */
  buyerReference?: string;
  /**
   * Where it is booked.
   */
  budgetCode?: string;
  net?: InvoiceMoney;
  tax?: InvoiceMoney;
  gross?: InvoiceMoney;
  retention?: InvoiceMoney;
  /**
   * Deduction under the Construction Industry Scheme.
   */
  cis?: {
    rate?: InvoiceDecimal;
    deducted?: InvoiceMoney;
  };
  /**
   * The buyer accounts for the tax (UNCL 5305 AE).
   */
  reverseCharge?: boolean;
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
    /**
     * Unit of measurement as a code.
     */
    unit?: string;
    price?: InvoiceMoney;
    net?: InvoiceMoney;
    tax?: InvoiceMoney;
    /**
     * The seller's item number: a schedule-of-rates code.
     */
    rateCode?: string;
    /**
     * Line of the order that it bills.
     */
    orderLine?: string;
    /**
     * Where the line is booked.
     */
    budgetCode?: string;
    /**
     * UNCL 5305.
     */
    taxCategory?: string;
    taxPercent?: InvoiceDecimal;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: InvoiceBy[];
  }[];
  /**
   * Documents that came with it, by URI and hash.
   */
  attachments?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * Where the bytes are in the landlord's own store: `lintel-attachment:` and a hash.
     */
    uri?: string;
    /**
     * Hash of the stored bytes, hex.
     */
    sha256?: string;
    /**
     * Found from the bytes, not from what the sender claimed.
     */
    mediaType?: string;
    /**
     * What the sender claimed, where that differs.
     */
    claimedType?: string;
    /**
     * Bytes.
     */
    size?: number;
    /**
     * Who may see the bytes.
     */
    class?: "public" | "internal" | "personal" | "sensitive";
    takenAt?: InvoiceInstant;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
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
 * Where finance is with an invoice.
 */
export interface InvoiceInvoiceStatus {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?: "received" | "on-hold" | "disputed" | "approved" | "rejected" | "posted" | "paid" | "cancelled";
  raw: InvoiceRawCode;
}
/**
 * The code as the system gave it.
 */
export interface InvoiceRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
}
/**
 * A moment: the instant in UTC, the text it came as, and the zone that was assumed where the text has none.
 */
export interface InvoiceInstant {
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
 * An amount in the major unit of its currency, with the sign that the document or system gave it.
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
 * An invoice, credit note or statement of a supplier. A line is (document, line number); it bills orders by links of type `bills`. Amounts stand as on the document: those of a credit note are positive and count against the order, a negative invoice is negative. Structure follows UBL 2.1 and EN 16931. Only what is personal or sensitive of it.
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
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: InvoicePersonalBy[];
  }[];
  /**
   * Documents that came with it, by URI and hash.
   */
  attachments?: {
    /**
     * With `system`: the same element in the main topic.
     */
    ref: string;
    /**
     * Where the sender keeps it, as it was given: such a link may hold a name or open the picture to whoever has it.
     */
    link?: string;
    /**
     * File name as it came.
     */
    name?: string;
    /**
     * Title or caption: free text.
     */
    description?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: InvoicePersonalBy[];
  }[];
  /**
   * Free text.
   */
  comments?: string;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type PropertyBy = string;
/**
 * Whose law binds.
 */
export type PropertyJurisdiction = "england" | "wales" | "scotland" | "northern-ireland";
/**
 * A calendar day, ISO 8601.
 */
export type PropertyDate = string;

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
    /**
     * How it is tied. New words may come: treat one that you do not know as unknown.
     */
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
     * Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.
     */
    uprn?: string;
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
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?: "owner" | "estate" | "block" | "sub-block" | "facility" | "dwelling" | "non-dwelling";
    raw: PropertyRawCode;
  };
  /**
   * What kind of home or thing.
   */
  type?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?:
      "house" | "flat" | "maisonette" | "bungalow" | "bedsit" | "room" | "garage" | "shop" | "lift" | "plant" | "land";
    raw: PropertyRawCode;
  };
  /**
   * Unique Property Reference Number, 1 to 12 digits.
   */
  uprn?: string;
  parent?: PropertyReference;
  block?: PropertyReference;
  estate?: PropertyReference;
  /**
   * Postcode.
   */
  postcode?: string;
  /**
   * Letting or management area, as a code.
   */
  area?: string;
  jurisdiction?: PropertyJurisdiction;
  tenure?: PropertyTenure;
  /**
   * Is somebody living there?
   */
  occupancy?: {
    /**
     * unmapped: no code table knows the code; it is published raw and alarmed.
     */
    state: "mapped" | "unmapped";
    /**
     * The canonical word. Absent while unmapped.
     */
    value?: "occupied" | "void" | "decanted" | "demolished" | "sold";
    raw: PropertyRawCode;
  };
  voidSince?: PropertyDate;
  /**
   * Year it was built.
   */
  builtYear?: number;
  /**
   * How many.
   */
  bedrooms?: number;
  /**
   * Asbestos is recorded.
   */
  asbestos?: boolean;
  /**
   * Sheltered housing.
   */
  sheltered?: boolean;
  /**
   * False where the landlord does not maintain it.
   */
  maintained?: boolean;
  gasServiceDueOn?: PropertyDate;
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
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
}
/**
 * How the home is held, as the system says. Which deadlines bind depends on it; it is never inferred.
 */
export interface PropertyTenure {
  /**
   * unmapped: no code table knows the code; it is published raw and alarmed.
   */
  state: "mapped" | "unmapped";
  /**
   * The canonical word. Absent while unmapped.
   */
  value?:
    | "secure"
    | "assured"
    | "assured-shorthold"
    | "introductory"
    | "affordable-rent"
    | "shared-ownership"
    | "leasehold"
    | "licence"
    | "temporary"
    | "commercial"
    | "none";
  raw: PropertyRawCode;
}

/**
 * Connector and stream, as `universal-housing/orders`.
 */
export type PropertyPersonalBy = string;

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
   * A claim for disrepair is open.
   */
  disrepair?: boolean;
  /**
   * What a visitor must know of the place. HACT LocationAlert. Personal as a whole: one of its types is about a person. Asbestos is also a field of the property.
   */
  locationAlerts?: {
    /**
     * The system's own number of it; elements of one system with the same `ref` are one.
     */
    ref: string;
    /**
     * What kind of alert. HACT LocationAlertTypeCode; names inferred from the damp and mould standard.
     */
    type?: {
      /**
       * unmapped: no code table knows the code; it is published raw and alarmed.
       */
      state: "mapped" | "unmapped";
      /**
       * The canonical word. Absent while unmapped.
       */
      value?: "other" | "asbestos" | "warranty" | "heritage" | "sewage-not-to-mains" | "operative-gender";
      raw: PropertyPersonalRawCode;
    };
    /**
     * Free text.
     */
    comments?: string;
    /**
     * Whose number `ref` is: the two together name the element.
     */
    system: string;
    /**
     * Who speaks of it; grows when another stream does.
     */
    by: PropertyPersonalBy[];
  }[];
  /**
   * One line.
   */
  address?: string;
  tenancy?: PropertyPersonalReference;
}
/**
 * The code as the system gave it.
 */
export interface PropertyPersonalRawCode {
  /**
   * System and code table, as `uh/status`.
   */
  scheme: string;
  /**
   * As the system wrote it, trimmed.
   */
  code: string;
  /**
   * The code table's words for it, never those of a record.
   */
  label?: string;
}
/**
 * A number that a system gave to something, always text.
 */
export interface PropertyPersonalReference {
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
