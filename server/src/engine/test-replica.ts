import { sql } from 'kysely';
import type pg from 'pg';
import pino from 'pino';
import { openDatabase } from '../db/database.ts';
import type { Answer, Claim } from './controller.ts';
import { isConnectionFault, pause } from './database-faults.ts';
import { createEngine } from './engine.ts';
import type { EngineTiming } from './engine.ts';
import { ClaimLost } from './outcome.ts';
import type { Db } from './transaction.ts';

/**
 * A whole replica as a process of its own, for tests that kill it: `node test-replica.ts '{"connection": …}'`.
 * What its controllers did is read from the tables below; `createReplicaTables` makes them.
 */
export interface ReplicaOrder {
  readonly connection: pg.ClientConfig;
  readonly timing?: Partial<EngineTiming>;
  /** How long a step of a journey works outside the database. */
  readonly stepMs?: number;
}

export async function createReplicaTables(db: Db): Promise<void> {
  await sql`create table acts (n integer generated always as identity, key text, pid integer, act text)`.execute(db);
  await sql`create table permits (key text primary key)`.execute(db);
  await sql`create table counters (key text primary key, value integer not null default 0)`.execute(db);
  await sql`create table journeys (key text primary key, phase integer not null default 0)`.execute(db);
}

export const lastPhase = 6;

if (import.meta.main) await runReplica(JSON.parse(process.argv[2] ?? '{}'));

async function runReplica(order: ReplicaOrder): Promise<void> {
  const log = pino({ level: 'info' }, pino.destination({ dest: 2, sync: true }));
  const { connection } = order;
  const { db, close } = openDatabase({ connection, maxConnections: 10, log });
  const engine = createEngine({ connection, db, log, ...(order.timing === undefined ? {} : { timing: order.timing }) });

  engine.register({ kind: 'held', concurrency: 5, look: lookHeld });
  engine.register({ kind: 'stuck', concurrency: 5, look: lookStuck });
  engine.register({ kind: 'journey', concurrency: 5, look: (claim) => lookJourney(claim, order.stepMs ?? 0) });
  process.once('SIGTERM', () => {
    void engine.stop({ drainMs: 2000 }).then(close);
  });
  await engine.start();
}

async function note(db: Db, key: string, act: string): Promise<void> {
  await sql`insert into acts (key, pid, act) values (${key}, ${process.pid}, ${act})`.execute(db);
}

async function permitted(db: Db, key: string): Promise<boolean> {
  try {
    return (await sql`select from permits where key = ${key}`.execute(db)).rows.length > 0;
  } catch (error) {
    if (isConnectionFault(error)) return false;
    throw error;
  }
}

/** Begins, works until it is permitted to end, ends. */
async function lookHeld({ key, db, transact }: Claim): Promise<Answer> {
  await transact((tx) => note(tx.db, key, 'begun'));
  while (!(await permitted(db, key))) await pause(20);
  try {
    await transact((tx) => note(tx.db, key, 'ended'));
  } catch (error) {
    // Unfenced on purpose: it tells the test that this replica came too late.
    if (error instanceof ClaimLost) await note(db, key, 'late');
    throw error;
  }
  return { done: true };
}

/** Stops in the middle of its transaction, holding a row that whoever takes over needs as well. */
async function lookStuck({ key, db, transact, attempt }: Claim): Promise<Answer> {
  await transact(async (tx) => {
    await sql`update counters set value = value + 1 where key = ${key}`.execute(tx.db);
    if (attempt === 1) await note(db, key, 'begun');
    while (attempt === 1 && !(await permitted(db, key))) await pause(20);
  });
  return { done: true };
}

/**
 * One phase of a journey a look, carelessly: the phase is read outside the transaction and time passes before it is
 * written. Only the engine's fence keeps two replicas from taking the same step twice.
 */
async function lookJourney({ key, db, transact }: Claim, stepMs: number): Promise<Answer> {
  const { rows } = await sql<{ phase: number }>`select phase from journeys where key = ${key}`.execute(db);
  const phase = rows[0]?.phase ?? lastPhase;
  if (phase >= lastPhase) return { done: true };
  await pause(Math.random() * stepMs);
  const next = phase + 1;
  await transact(async (tx) => {
    await sql`update journeys set phase = ${next} where key = ${key}`.execute(tx.db);
    tx.emit({
      type: 'journey.advanced',
      project: 'default',
      subject: `journey/${key}`,
      labels: {},
      actor: 'sluice:test',
      door: 'system',
      data: { phase: next, pid: process.pid },
    });
    // Half of the journeys go on by a wake during the run, half by asking to be called again.
    if (next % 2 === 0) tx.wake('journey', key);
  });
  if (next % 2 === 0) return { done: true };
  return { again: new Date(), reason: { code: 'next_phase', params: {}, text: 'the next phase' } };
}
