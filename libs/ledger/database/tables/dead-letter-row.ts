import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { StreamRow } from './stream-row.js';

/** A record that could not be applied, kept with its bytes until it is replayed or given up. */
@Entity('dead_letter')
export class DeadLetterRow {
  @PrimaryColumn('uuid')
  id!: string;
  @ManyToOne(() => StreamRow, { nullable: false })
  @JoinColumn({ name: 'stream_id' })
  stream!: StreamRow;
  @Column('text', { nullable: true })
  key!: string | null;
  @Column('text')
  position!: string;
  @Column('text')
  code!: string;
  @Column('text', { nullable: true })
  path!: string | null;
  @Column('text')
  message!: string;
  @Column('bytea')
  raw!: Buffer;
  @Column('bytea')
  hash!: Buffer;
  @Column('text')
  state!: string;
  @Column('integer')
  version!: number;
  @Column('integer')
  seen!: number;
  @Column('timestamptz', { name: 'first_at' })
  firstAt!: Date;
  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;
}
