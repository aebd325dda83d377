import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { JsonObject } from '#libs/model/json.js';

/** A stream with its checkpoint and how its records ended (I3: `handedOver` is their sum, and the database checks it). */
@Entity('stream')
export class StreamRow {
  @PrimaryGeneratedColumn('identity', { type: 'smallint', generatedIdentity: 'ALWAYS' })
  id!: number;
  @Column('text')
  connector!: string;
  @Column('text')
  name!: string;
  @Column('text')
  system!: string;
  @Column('bigint')
  revision!: string;
  @Column('jsonb', { nullable: true })
  checkpoint!: JsonObject | null;
  @Column('bigint', { name: 'handed_over' })
  handedOver!: string;
  @Column('bigint')
  applied!: string;
  @Column('bigint')
  unchanged!: string;
  @Column('bigint')
  superseded!: string;
  @Column('bigint')
  filtered!: string;
  @Column('bigint', { name: 'dead_letters' })
  deadLetters!: string;
  @Column('bigint', { name: 'same_version_changed' })
  sameVersionChanged!: string;
  @Column('bigint')
  replayed!: string;
  @Column('jsonb', { name: 'filtered_by' })
  filteredBy!: Record<string, number>;
  @Column('jsonb')
  unmapped!: Record<string, number>;
  @Column('timestamptz', { name: 'backfilled_at', nullable: true })
  backfilledAt!: Date | null;
  @Column('timestamptz', { name: 'committed_at', nullable: true })
  committedAt!: Date | null;
  /** What its records may say (`work-order.completedAt`). */
  @Column('text', { array: true })
  says!: string[];
  /** True: the system is asked. False: it calls. */
  @Column('boolean')
  asked!: boolean;
  @Column('timestamptz', { name: 'go_live_at', nullable: true })
  goLiveAt!: Date | null;
  @Column('timestamptz', { name: 'described_at', nullable: true })
  describedAt!: Date | null;
}
