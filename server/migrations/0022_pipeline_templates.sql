-- compatible
-- Environments with parameters, which pipelines share.
create table pipeline_templates (
  project text not null,
  name text not null,
  generation integer not null,
  spec jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project, name)
);

-- What a pipeline that uses one has written; `spec` is what came of it.
alter table pipelines
  add column template text,
  add column template_generation integer,
  add column parameters jsonb,
  add check ((template is null) = (template_generation is null)),
  add foreign key (project, template) references pipeline_templates (project, name);
create index pipelines_of_template on pipelines (project, template) where template is not null;
