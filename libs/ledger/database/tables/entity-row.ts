import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/model/json.js';

/** An entity with its newest documents. */
@Entity('entity')
export class EntityRow {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  kind!: string;
  @Column('text')
  state!: string;
  @Column('integer')
  version!: number;
  @Column('integer', { name: 'personal_version' })
  personalVersion!: number;
  @Column('jsonb')
  main!: JsonObject;
  @Column('jsonb', { nullable: true })
  personal!: JsonObject | null;
  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}
