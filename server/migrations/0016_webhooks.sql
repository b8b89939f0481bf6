-- compatible
-- Where events are sent to. The cursor is the position in the event log up to which deliveries have been written down.
create table webhooks (
  id text primary key,
  project text not null,
  name text not null,
  generation integer not null,
  spec jsonb not null,
  -- Sealed. The one before signs as well until its time is over, so that a receiver can change over in between.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  cursor text not null,
  -- Attempts in a row that failed, of any event; until when the receiver is left in peace because of them.
  failures integer not null default 0,
  paused_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (project, name),
  check ((previous_secret is null) = (previous_until is null))
);

-- One event on its way to one webhook. The body is kept, so that every attempt and every redelivery sends the same.
create table webhook_deliveries (
  id text primary key,
  seq bigint generated always as identity,
  webhook_id text not null references webhooks on delete cascade,
  -- Null: a test, which is about no event.
  event_id text,
  event_type text not null,
  -- The type of the CDEvent in the body.
  type text not null,
  body text not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  give_up_at timestamptz not null,
  -- Of the latest attempt: what the receiver answered, if it did.
  status_code integer,
  message jsonb,
  attempted_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null,
  check ((state = 'pending') = (finished_at is null))
);

create unique index webhook_deliveries_once on webhook_deliveries (webhook_id, event_id);
create index webhook_deliveries_log on webhook_deliveries (webhook_id, seq desc);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'pending';
create index webhook_deliveries_over on webhook_deliveries (webhook_id, finished_at) where state <> 'pending';
