-- compatible
-- The address that an environment names to be called once something has arrived there: what is sent, and how that goes.
create table calls (
  promotion_id text primary key references promotions on delete cascade,
  -- Sent as webhook-id, the same however often it is sent.
  id text not null unique,
  project text not null,
  app text not null,
  environment text not null,
  url text not null,
  body text not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'abandoned')),
  attempts integer not null default 0,
  -- What came of the last attempt.
  message jsonb,
  due_at timestamptz not null,
  give_up_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index calls_pending on calls (promotion_id) where state = 'pending';
