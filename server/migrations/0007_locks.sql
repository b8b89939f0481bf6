-- compatible
-- A person's stop with a reason. What is null is not asked about: a lock with only a project holds all of it. Lifted and
-- expired ones stay, for the record.
create table locks (
  id text primary key,
  project text not null,
  app text,
  environment text,
  target text check (target is null or (app is not null and environment is not null)),
  reason text not null,
  actor text not null,
  actor_id text not null,
  door text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  lifted_at timestamptz,
  lifted_by text
);

-- Asked at every look of every promotion, for one project at a time.
create index locks_standing on locks (project) where lifted_at is null;
