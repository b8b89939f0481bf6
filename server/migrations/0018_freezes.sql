-- compatible

-- Times at which nothing gets into some environments of some apps of a project.
create table freezes (
  project text not null,
  name text not null,
  generation integer not null,
  spec jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, name)
);
