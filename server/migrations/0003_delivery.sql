-- What is delivered, how far it has come, and what every target was given.
-- Natural keys (project, app, environment) are used wherever a name is what people type; ids where there are many of a kind.

-- Every version of every manifest that was ever applied.
create table specs (
  project text not null,
  kind text not null,
  name text not null,
  generation integer not null,
  document jsonb not null,
  -- The YAML as its author wrote it, comments included.
  source text not null,
  actor text not null,
  door text not null,
  applied_at timestamptz not null default now(),
  primary key (project, kind, name, generation)
);

create table apps (
  project text not null,
  name text not null,
  generation integer not null,
  spec jsonb not null,
  -- Counts the app's builds: the n of `<next patch>-<branch>.<n>`.
  build_count integer not null default 0,
  change_count integer not null default 0,
  repository_state text not null default 'importing' check (repository_state in ('importing', 'ready', 'failed')),
  repository_message jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, name)
);

-- The tip of each feeding branch that has been turned into a build. A push that nobody told us about is a difference
-- between this row and the repository.
create table branch_tips (
  project text not null,
  app text not null,
  branch text not null,
  revision text not null,
  pushed_by text,
  seen_at timestamptz not null default now(),
  primary key (project, app, branch),
  foreign key (project, app) references apps on delete cascade
);

-- Who is pushing which commit to which branch. Written before git moves the branch, so that whoever notices the new tip
-- first knows whose it is; removed when the tip has been turned into a build.
create table pushes (
  project text not null,
  app text not null,
  branch text not null,
  revision text not null,
  actor text not null,
  pushed_at timestamptz not null default now(),
  primary key (project, app, branch, revision),
  foreign key (project, app) references apps on delete cascade
);

-- Deleted apps whose files are still on the disk. The repository controller clears them away before it looks at a new
-- app of the same name.
create table app_removals (
  project text not null,
  name text not null,
  -- Artifacts to drop from the registry.
  digests text[] not null,
  removed_at timestamptz not null default now(),
  primary key (project, name)
);

create table artifacts (
  id text primary key,
  project text not null,
  app text not null,
  digest text not null,
  version text not null,
  -- git tree of the sources and the build command: looked up before anything is built.
  tree text not null,
  build_key text not null,
  size_bytes bigint not null,
  -- Artifacts whose merge gave this one; empty unless a merge made a tree that was not tested earlier.
  parents text[] not null default '{}',
  -- A person withdrew it by a rollback: it is not promoted by itself any more.
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdrawn_reason text,
  created_at timestamptz not null default now(),
  unique (project, app, digest),
  unique (project, app, version),
  foreign key (project, app) references apps on delete cascade
);
create index artifacts_content on artifacts (project, app, tree, build_key);

-- Commits that are this content. The newest is what a promotion merges.
create table artifact_revisions (
  artifact_id text not null references artifacts on delete cascade,
  revision text not null,
  branch text,
  author_name text not null,
  subject text not null,
  committed_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (artifact_id, revision)
);
create index artifact_revisions_revision on artifact_revisions (revision text_pattern_ops);

create table builds (
  id text primary key,
  project text not null,
  app text not null,
  revision text not null,
  branch text,
  -- Set when the build belongs to a promotion (a merge made a new tree) instead of a push.
  promotion_id text,
  pushed_by text,
  state text not null default 'queued' check (state in ('queued', 'executing', 'finished')),
  result text,
  message jsonb,
  artifact_id text references artifacts on delete cascade,
  log_file text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  foreign key (project, app) references apps on delete cascade
);
create unique index builds_branch_revision on builds (project, app, branch, revision) where promotion_id is null;
create unique index builds_promotion on builds (promotion_id, revision) where promotion_id is not null;

create table pipelines (
  project text not null,
  name text not null,
  app text not null,
  generation integer not null,
  spec jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, name),
  -- One pipeline an app, so that app and environment together name one place.
  unique (project, app),
  foreign key (project, app) references apps
);

create table targets (
  id text primary key,
  project text not null,
  app text not null,
  environment text not null,
  name text not null,
  runtime text not null,
  config jsonb not null default '{}',
  position integer not null,
  -- The number of the newest release; the next one is this plus one, for ever.
  release_count integer not null default 0,
  -- The pipeline no longer has it. Its releases stay, and coming back it goes on counting where it was.
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  unique (project, app, environment, name),
  foreign key (project, app) references apps on delete cascade
);

create table executions (
  id text primary key,
  project text not null,
  pipeline text not null,
  app text not null,
  artifact_id text not null references artifacts on delete cascade,
  revision text not null,
  branch text,
  trigger_kind text not null,
  actor text not null,
  pipeline_generation integer not null,
  state text not null default 'executing' check (state in ('executing', 'finished')),
  result text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (project, pipeline, artifact_id, revision),
  foreign key (project, app) references apps on delete cascade
);
create index executions_recent on executions (project, pipeline, id desc);

create table promotions (
  id text primary key,
  project text not null,
  app text not null,
  pipeline text not null,
  environment text not null,
  kind text not null check (kind in ('promotion', 'rollback', 'configuration')),
  execution_id text references executions on delete cascade,
  artifact_id text not null references artifacts on delete cascade,
  revision text not null,
  -- What the promotion ended with: another artifact when a merge made a new tree.
  output_artifact_id text references artifacts on delete cascade,
  output_revision text,
  strategy text not null,
  branch text,
  -- Targets in order, each with the artifact it gets and, for a rollback, the release number it comes from.
  plan jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'executing', 'waiting', 'finished')),
  result text,
  message jsonb,
  automatic boolean not null default false,
  actor text not null,
  actor_id text not null,
  door text not null,
  reason text,
  spec_generation integer not null,
  cancelled_by text,
  superseded_by text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  foreign key (project, app) references apps on delete cascade
);
-- The environment holds one promotion at a time; the database itself refuses a second.
create unique index promotions_active on promotions (project, app, environment) where state in ('executing', 'waiting');
create index promotions_queue on promotions (project, app, environment, id) where state = 'queued';
create index promotions_recent on promotions (project, app, environment, id desc);
create index promotions_execution on promotions (execution_id);

create table promotion_steps (
  promotion_id text not null references promotions on delete cascade,
  position integer not null,
  key text not null,
  state text not null default 'pending' check (state in ('pending', 'executing', 'waiting', 'finished')),
  result text,
  attempt integer not null default 0,
  message jsonb,
  output jsonb not null default '{}',
  link text,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (promotion_id, position),
  unique (promotion_id, key)
);

create table approvals (
  id text primary key,
  promotion_id text not null references promotions on delete cascade,
  actor_id text not null,
  actor text not null,
  door text not null,
  verdict text not null check (verdict in ('approved', 'rejected')),
  -- What was seen. An approval counts only while all three still hold.
  revision text not null,
  digest text not null,
  spec_generation integer not null,
  reason text,
  created_at timestamptz not null default now(),
  unique (promotion_id, actor_id, revision, digest, spec_generation)
);

-- The local forge's pull requests.
create table changes (
  id text primary key,
  project text not null,
  app text not null,
  number integer not null,
  promotion_id text not null unique references promotions on delete cascade,
  title text not null,
  branch text not null,
  base_revision text,
  source_revision text not null,
  head_revision text not null,
  state text not null default 'open' check (state in ('open', 'merged', 'closed')),
  actor text not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (project, app, number),
  foreign key (project, app) references apps on delete cascade
);

create table releases (
  id text primary key,
  target_id text not null references targets on delete cascade,
  -- The target's place, kept here so that a history reads without a join.
  project text not null,
  app text not null,
  environment text not null,
  target text not null,
  number integer not null,
  promotion_id text not null references promotions on delete cascade,
  artifact_id text not null references artifacts on delete cascade,
  revision text not null,
  kind text not null check (kind in ('promotion', 'rollback', 'configuration')),
  from_number integer,
  configuration_version integer not null,
  actor text not null,
  door text not null,
  reason text,
  state text not null default 'executing' check (state in ('executing', 'finished')),
  result text,
  message jsonb,
  url text,
  -- Set on what served when a person stopped the target; the runtime has let go of it when removed_at is set too.
  stopped_at timestamptz,
  stopped_by text,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (target_id, number),
  unique (promotion_id, target_id)
);
create index releases_recent on releases (target_id, number desc);
create index releases_place on releases (project, app, environment, id desc);
create index releases_artifact on releases (artifact_id);

-- Every configuration an environment has had; values of secrets are ciphertext bound to this place and name.
create table configurations (
  project text not null,
  app text not null,
  environment text not null,
  version integer not null,
  entries jsonb not null,
  actor text not null,
  door text not null,
  created_at timestamptz not null default now(),
  primary key (project, app, environment, version),
  foreign key (project, app) references apps on delete cascade
);
