import { LINK_TYPES } from '#libs/model/kinds.js';

/** The fields that every topic's schema adds to those of the model. */
export const ENVELOPE_FIELDS = {
  id: { type: 'string', format: 'uuid', description: 'The entity. Also the key of the message.' },
  kind: { type: 'string', description: 'Which kind of entity this is.' },
  version: {
    type: 'integer',
    minimum: 1,
    description: 'Counts the messages of this entity on this topic, from 1.',
  },
  state: {
    enum: ['current', 'merged', 'withdrawn'],
    description: 'merged: see `into`. withdrawn: no system speaks of it any more.',
  },
  into: { type: 'string', format: 'uuid', description: 'Which entity this one became part of.' },
} as const;

/** The fields that a main topic's schema adds, and a personal one does not. */
export const MAIN_TOPIC_FIELDS = {
  references: {
    type: 'array',
    items: { $ref: '#/$defs/reference' },
    description: 'Every number that identifies the entity, in order of their text.',
  },
  held: {
    type: 'array',
    description:
      'Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['reference', 'state', 'by'],
      properties: {
        reference: { $ref: '#/$defs/reference' },
        state: {
          enum: ['held', 'refused'],
          description: 'held: waits for approval. refused: somebody decided that it stays aside.',
        },
        by: { $ref: '#/$defs/by' },
      },
    },
  },
  links: {
    type: 'array',
    description: 'Ties to other entities, which stay entities of their own.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'reference', 'state', 'by'],
      properties: {
        type: {
          enum: LINK_TYPES,
          'x-open': true,
          description: 'How it is tied. New words may come: treat one that you do not know as unknown.',
        },
        reference: { $ref: '#/$defs/reference' },
        state: {
          enum: ['linked', 'unlinked'],
          description: 'unlinked: nothing with this reference is known yet.',
        },
        id: {
          type: 'string',
          format: 'uuid',
          description: 'The entity at the other end, where it is known.',
        },
        uprn: {
          type: 'string',
          description:
            'Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.',
        },
        part: { type: 'string', description: 'Which part speaks, as the number of an invoice line.' },
        by: { $ref: '#/$defs/by' },
      },
    },
  },
  flags: {
    type: 'array',
    items: { type: 'string' },
    description:
      'What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.',
  },
  provenance: {
    type: 'object',
    additionalProperties: { $ref: '#/$defs/by' },
    description: 'Which stream said it, field by field.',
  },
} as const;

/** The definitions that those fields refer to, beside the models' own. */
export const ENVELOPE_DEFINITIONS = {
  by: { type: 'string', description: 'Connector and stream, as `universal-housing/orders`.' },
} as const;
