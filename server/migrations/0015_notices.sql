-- compatible
-- The key with which requests of an app are signed, and answers to them; sealed.
create table signing_secrets (
  project text not null,
  app text not null,
  sealed text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (project, app),
  foreign key (project, app) references apps on delete cascade
);

-- What an outside system is told about a promotion, and what it answers.
create table notices (
  promotion_id text primary key references promotions on delete cascade,
  -- Sent as webhook-id, the same however often it is sent; an answer has to carry it.
  id text not null unique,
  project text not null,
  app text not null,
  environment text not null,
  url text not null,
  body text not null,
  attempts integer not null default 0,
  -- Why it was not taken last time.
  problem jsonb,
  told_at timestamptz,
  deadline_at timestamptz not null,
  expired_at timestamptz,
  answered_at timestamptz,
  result text check (result in ('success', 'failure')),
  message text,
  link text,
  created_at timestamptz not null,
  check ((answered_at is null) = (result is null)),
  check (answered_at is null or expired_at is null)
);
