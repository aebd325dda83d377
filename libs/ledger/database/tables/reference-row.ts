import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A reference and the entity that it identifies now, if any. */
@Entity('reference')
export class ReferenceRow {
  @PrimaryColumn('text')
  key!: string;
  @Column('text')
  scheme!: string;
  @Column('text')
  id!: string;
  @Column('text', { nullable: true })
  period!: string | null;
  @Column('uuid', { name: 'entity_id', nullable: true })
  entityId!: string | null;
  @Column('bigint', { nullable: true })
  founded!: string | null;
}
