import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/model/json.js';

/** What the reader of a stream last said of itself. */
@Entity('stream_health')
export class StreamHealthRow {
  @PrimaryColumn('smallint', { name: 'stream_id' })
  streamId!: number;
  @Column('text')
  state!: string;
  @Column('timestamptz')
  since!: Date;
  @Column('text', { nullable: true })
  code!: string | null;
  @Column('text', { nullable: true })
  message!: string | null;
  @Column('text', { nullable: true })
  holder!: string | null;
  @Column('jsonb', { nullable: true })
  fence!: JsonObject | null;
  @Column('bigint', { nullable: true })
  behind!: string | null;
  @Column('bigint', { name: 'freshness_ms' })
  freshnessMs!: string;
  @Column('timestamptz', { name: 'last_success_at', nullable: true })
  lastSuccessAt!: Date | null;
  @Column('boolean')
  paused!: boolean;
  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
