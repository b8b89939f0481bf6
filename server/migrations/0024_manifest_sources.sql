-- compatible
-- Repositories whose manifests are applied by themselves, and how that stands.
create table manifest_sources (
  project text not null,
  name text not null,
  generation integer not null,
  spec jsonb not null,
  -- Whoever applied it last: what is in the repository is applied with what they may do.
  actor_id text not null,
  actor text not null,
  -- What the token was for at most, with which it was applied.
  scope jsonb,
  state text not null default 'waiting' check (state in ('waiting', 'synced', 'drifted', 'failed')),
  message jsonb,
  -- The newest commit that was looked at, and the newest that was applied, with the generation that said how.
  seen_revision text,
  applied_revision text,
  -- Of the files that were applied: a commit beside them changes nothing.
  applied_digest text,
  applied_generation integer,
  applied_at timestamptz,
  looked_at timestamptz,
  -- What the repository describes, each with its file, and where it is not so any more; what was refused, with its place.
  objects jsonb not null default '[]',
  faults jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, name)
);
